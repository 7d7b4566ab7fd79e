// What libpq offers only as a macro that Swift does not import.
#ifndef LORAPIPE_POSTGRES_SHIMS_H
#define LORAPIPE_POSTGRES_SHIMS_H

#include <libpq-fe.h>

/// The five-letter SQLSTATE of a failed result; NULL when the error did not come from the server.
const char *shim_pq_sqlstate(const PGresult *result);
/// The parts of the server's message; each NULL when the server sent none.
const char *shim_pq_primary_message(const PGresult *result);
const char *shim_pq_detail(const PGresult *result);
const char *shim_pq_hint(const PGresult *result);

#endif
