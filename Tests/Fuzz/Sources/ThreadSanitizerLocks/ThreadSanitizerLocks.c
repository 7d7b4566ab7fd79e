// Tells ThreadSanitizer of Swift's Mutex. Its fast path is built into our own code and seen; when two threads want a lock
// at once, the standard library takes it in the kernel, and it was built without the sanitizer: each such lock would be
// reported as a race. These functions stand in front of the library's two and call them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *
// Synchronization._MutexHandle._lockSlow(UInt32) and ._unlockSlow()
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

void __tsan_acquire(void *);
void __tsan_release(void *);

typedef SWIFT void Lock(uint32_t, SELF);
typedef SWIFT void Unlock(SELF);

SWIFT void lock_slow(uint32_t thread, SELF lock) __asm__(LOCK);
SWIFT void unlock_slow(SELF lock) __asm__(UNLOCK);

static void *original(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (found) return found;
    fprintf(stderr, "the standard library has no %s\n", name);
    abort();
}

SWIFT void lock_slow(uint32_t thread, SELF lock) {
    ((Lock *)original(LOCK))(thread, lock);
    __tsan_acquire(lock);
}

SWIFT void unlock_slow(SELF lock) {
    __tsan_release(lock);
    ((Unlock *)original(UNLOCK))(lock);
}
