/*
 * Asks Xen's own libxlutil what it makes of configuration texts and disk specifications.
 * Input, again and again:  "C <names> <bytes>\n", one name a line, then the bytes of a configuration;
 *                          "D <bytes>\n", then the bytes of a disk specification.
 * Output, one line each:   for C: "ok" or "bad LINE", then for each name " -", " s<hex>" or " [...]", "/<number>" behind s;
 *                          for D: "ok target=<hex> format=N vdev=<hex> backend=N rw=N cdrom=N script=<hex>" or "bad".
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libxl.h>
#include <libxlutil.h>

static void hex(const char *text)
{
    for (; text && *text; text++) printf("%02x", (unsigned char)*text);
}

static void value(const XLU_Config *cfg, XLU_ConfigValue *item)
{
    char *text;
    XLU_ConfigList *list;
    if (xlu_cfg_value_type(item) == XLU_STRING) {
        xlu_cfg_value_get_string(cfg, item, &text, 1);
        printf("s");
        hex(text);
        return;
    }
    xlu_cfg_value_get_list(cfg, item, &list, 1);
    printf("[");
    for (int i = 0; (item = xlu_cfg_get_listitem2(list, i)); i++) {
        if (i) printf(",");
        value(cfg, item);
    }
    printf("]");
}

static void config(int count, char **names, char *data, int length)
{
    char *report = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&report, &size);
    XLU_Config *cfg = xlu_cfg_init(out, "file");
    int bad = xlu_cfg_readdata(cfg, data, length);
    fflush(out);
    int line = 0;
    if (bad && report) sscanf(report, "file:%d:", &line);
    if (bad) printf("bad %d", line); else printf("ok");
    for (int i = 0; !bad && i < count; i++) {
        const char *text;
        XLU_ConfigList *list;
        int entries;
        long number;
        if (!xlu_cfg_get_string(cfg, names[i], &text, 1)) {
            printf(" s");
            hex(text);
            if (!xlu_cfg_get_long(cfg, names[i], &number, 1)) printf("/%ld", number);
        } else if (!xlu_cfg_get_list(cfg, names[i], &list, &entries, 1)) {
            printf(" [");
            for (int k = 0; k < entries; k++) {
                if (k) printf(",");
                value(cfg, xlu_cfg_get_listitem2(list, k));
            }
            printf("]");
        } else {
            printf(" -");
        }
    }
    printf("\n");
    xlu_cfg_destroy(cfg);
    fclose(out);
    free(report);
}

static void disk(const char *spec)
{
    FILE *out = fopen("/dev/null", "w");
    XLU_Config *cfg = xlu_cfg_init(out, "disk");
    libxl_device_disk disk;
    libxl_device_disk_init(&disk);
    if (xlu_disk_parse(cfg, 1, &spec, &disk)) {
        printf("bad\n");
    } else {
        printf("ok target=");
        hex(disk.pdev_path);
        printf(" format=%d vdev=", disk.format);
        hex(disk.vdev);
        printf(" backend=%d rw=%d cdrom=%d script=", disk.backend, disk.readwrite, disk.is_cdrom);
        hex(disk.script);
        printf("\n");
    }
    libxl_device_disk_dispose(&disk);
    xlu_cfg_destroy(cfg);
    fclose(out);
}

static char *bytes(int length)
{
    char *data = malloc(length + 1);
    if (fread(data, 1, length, stdin) != (size_t)length) exit(1);
    data[length] = 0;
    return data;
}

int main(void)
{
    char line[512];
    while (fgets(line, sizeof line, stdin)) {
        int count, length;
        if (sscanf(line, "C %d %d", &count, &length) == 2) {
            char **names = calloc(count + 1, sizeof *names);
            for (int i = 0; i < count; i++) {
                if (!fgets(line, sizeof line, stdin)) return 1;
                line[strcspn(line, "\n")] = 0;
                names[i] = strdup(line);
            }
            char *data = bytes(length);
            config(count, names, data, length);
            for (int i = 0; i < count; i++) free(names[i]);
            free(names);
            free(data);
        } else if (sscanf(line, "D %d", &length) == 1) {
            char *data = bytes(length);
            disk(data);
            free(data);
        } else {
            return 1;
        }
        fflush(stdout);
    }
    return 0;
}
