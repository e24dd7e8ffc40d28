#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <dlfcn.h>
/* Records what each popen command printed under PROBE_CACHE, and answers from there the next time. */
FILE *popen(const char *cmd, const char *mode) {
  const char *dir = getenv("PROBE_CACHE");
  unsigned long long h = 1469598103934665603ULL;
  for (const char *p = cmd; *p; p++) h = (h ^ (unsigned char)*p) * 1099511628211ULL;
  char out[4096], key[4096], tmp[4120];
  snprintf(out, sizeof out, "%s/%016llx.out", dir, h);
  snprintf(key, sizeof key, "%s/%016llx.cmd", dir, h);
  FILE *f = fopen(out, "r");
  if (f) return f;
  FILE *(*real)(const char *, const char *) = dlsym(RTLD_NEXT, "popen");
  int (*realclose)(FILE *) = dlsym(RTLD_NEXT, "pclose");
  FILE *p = real(cmd, "r");
  char buf[4096]; size_t n = fread(buf, 1, sizeof buf, p); realclose(p);
  FILE *k = fopen(key, "w"); fputs(cmd, k); fclose(k);
  snprintf(tmp, sizeof tmp, "%s.tmp", out);
  f = fopen(tmp, "w"); fwrite(buf, 1, n, f); fclose(f); rename(tmp, out);
  return fopen(out, "r");
}
int pclose(FILE *f) { return fclose(f); }
