/*
 * Lets one conf serve many .config files: linked into the tree's own conf in place of its call of conf_parse(). Once
 * the tree is read, each line of the request pipe ("SEED PROBABILITY CONFIG") makes a child that goes on as conf would.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

void conf_parse(const char *name);

void served_parse(const char *name)
{
  const char *requests = getenv("SERVED_REQUESTS"), *replies = getenv("SERVED_REPLIES");
  char line[4096], probability[64], config[4000];
  unsigned seed;
  FILE *in, *out;

  conf_parse(name);
  if (!requests) return;
  fflush(stdout);
  in = fopen(requests, "r");
  out = fopen(replies, "w");
  while (fgets(line, sizeof line, in)) {
    int status = 0;
    pid_t child;
    if (sscanf(line, "%u %63s %3999s", &seed, probability, config) != 3) exit(3);
    child = fork();
    if (child == 0) {
      if (strcmp(probability, "-")) setenv("KCONFIG_PROBABILITY", probability, 1);
      setenv("KCONFIG_CONFIG", config, 1);
      srand(seed);
      return;
    }
    waitpid(child, &status, 0);
    fprintf(out, "%d\n", WIFEXITED(status) ? WEXITSTATUS(status) : 255);
    fflush(out);
  }
  exit(0);
}
