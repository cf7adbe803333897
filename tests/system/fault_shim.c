/* What a computer may do to Poise, preloaded into it by the tests: a disk that fails or is slow, a wall clock that is set
 * back. Seconds are counted from the program's start.
 *
 *   FAULT_DISK=ERRNO:FROM_S:TO_S        what is written to a file "….db…" fails with that number meanwhile
 *   FAULT_DISK_SLOW_MS=MS               each such write and sync takes so much longer
 *   FAULT_CLOCK_BACK=BY_S:AT_S          CLOCK_REALTIME goes back by so much then
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

typedef int (*clock_gettime_function)(clockid_t, struct timespec*);

static struct timespec began;

static double seconds_running(void) {
  static clock_gettime_function next;
  if (!next) next = (clock_gettime_function)dlsym(RTLD_NEXT, "clock_gettime");
  struct timespec now;
  next(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - began.tv_sec) + (double)(now.tv_nsec - began.tv_nsec) * 1e-9;
}

__attribute__((constructor)) static void begin(void) { clock_gettime(CLOCK_MONOTONIC, &began); }

static int is_store(int fd) {
  char link[64], path[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strstr(path, ".db") != NULL;
}

/* The error that this write shall end with, 0 for none; takes the time that a slow disk takes. */
static int disk_fault(int fd) {
  const char *fault = getenv("FAULT_DISK"), *slow = getenv("FAULT_DISK_SLOW_MS");
  if ((!fault && !slow) || !is_store(fd)) return 0;
  if (slow) {
    const long ms = atol(slow);
    const struct timespec pause = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
  }
  int number = 0;
  double from_s = 0, to_s = 0;
  if (!fault || sscanf(fault, "%d:%lf:%lf", &number, &from_s, &to_s) != 3) return 0;
  const double now_s = seconds_running();
  return now_s >= from_s && now_s < to_s ? number : 0;
}

#define FAULTY(result, name, parameters, arguments)                                  \
  result name parameters {                                                           \
    static result(*next) parameters;                                                 \
    if (!next) next = (result(*) parameters)dlsym(RTLD_NEXT, #name);                 \
    const int fault = disk_fault(fd);                                                \
    if (!fault) return next arguments;                                               \
    errno = fault;                                                                   \
    return -1;                                                                       \
  }

FAULTY(ssize_t, write, (int fd, const void* bytes, size_t count), (fd, bytes, count))
FAULTY(ssize_t, pwrite64, (int fd, const void* bytes, size_t count, off64_t offset), (fd, bytes, count, offset))
FAULTY(int, fsync, (int fd), (fd))
FAULTY(int, fdatasync, (int fd), (fd))
FAULTY(int, ftruncate64, (int fd, off64_t length), (fd, length))

int clock_gettime(clockid_t clock, struct timespec* now) {
  static clock_gettime_function next;
  if (!next) next = (clock_gettime_function)dlsym(RTLD_NEXT, "clock_gettime");
  const int result = next(clock, now);
  const char* back = clock == CLOCK_REALTIME ? getenv("FAULT_CLOCK_BACK") : NULL;
  double by_s = 0, at_s = 0;
  if (back && sscanf(back, "%lf:%lf", &by_s, &at_s) == 2 && seconds_running() >= at_s) now->tv_sec -= (time_t)by_s;
  return result;
}
