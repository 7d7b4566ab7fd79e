// libcurl's option calls are variadic, which Swift does not import: here is one plain function for
// each kind of value.
#ifndef LORAPIPE_CURL_SHIMS_H
#define LORAPIPE_CURL_SHIMS_H

#include <curl/curl.h>

typedef size_t (*shim_curl_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef curl_socket_t (*shim_curl_open_socket_callback)(void *context, curlsocktype purpose,
                                                        struct curl_sockaddr *address);
typedef int (*shim_curl_before_request_callback)(void *context, char *peer, char *own, int peer_port, int own_port);
typedef int (*shim_curl_seek_callback)(void *context, curl_off_t offset, int origin);

CURLcode shim_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode shim_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode shim_curl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode shim_curl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode shim_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode shim_curl_set_data_callback(CURL *easy, CURLoption option, shim_curl_data_callback callback);
CURLcode shim_curl_set_seek_callback(CURL *easy, shim_curl_seek_callback callback);
CURLcode shim_curl_set_open_socket_callback(CURL *easy, shim_curl_open_socket_callback callback);
CURLcode shim_curl_set_before_request_callback(CURL *easy, shim_curl_before_request_callback callback);

CURLcode shim_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode shim_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);

/// Removes the next finished transfer from the multi handle's queue: its easy handle, or NULL when
/// there is none. (The message's union is what Swift would have to take apart otherwise.)
CURL *shim_curl_next_finished(CURLM *multi, CURLcode *result);

#endif
