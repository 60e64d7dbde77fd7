#include "CTraps.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>

static const int signals[] = {SIGILL, SIGTRAP};
enum { SIGNAL_COUNT = sizeof signals / sizeof signals[0] };

static struct sigaction before[SIGNAL_COUNT];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/// Where the innermost call of this thread goes on after a trap.
static _Thread_local sigjmp_buf *refuge;

static void handle(int number, siginfo_t *info, void *context) {
    (void)context;
    // A signal that was sent, by kill for one, is no trap of this thread.
    if (refuge != NULL && info->si_code > 0) siglongjmp(*refuge, number);
    for (int index = 0; index < SIGNAL_COUNT; index++) {
        if (signals[index] == number) sigaction(number, &before[index], NULL);
    }
    // The instruction is repeated with the handler that there was before; what was sent is sent again.
    if (info->si_code <= 0) raise(number);
}

static void install(void) {
    // Not blocked while it is handled: leaving the handler then needs no call to unblock it.
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < SIGNAL_COUNT; index++) {
        sigaction(signals[index], &action, &before[index]);
    }
}

int steady_call_trapping(void (*body)(void *), void *context) {
    pthread_once(&once, install);
    sigjmp_buf here;
    sigjmp_buf *const outer = refuge;
    const int number = sigsetjmp(here, 0);
    if (number == 0) {
        refuge = &here;
        body(context);
    }
    refuge = outer;
    return number;
}
