// Only the library's own header: an edit here does not rebuild what depends on it, so the calls of
// our own stand in CCurlShims.
#include <curl/curl.h>
