#!/bin/sh
# Builds, from one real kernel that fetch.sh brought, every packing the kernel build and people make of it.
# usage: test/images/make.sh FOLDER      (the folder fetch.sh filled; takes some minutes of one core)
# The flags are those of scripts/Makefile.lib and scripts/xz_wrap.sh of Linux 6.12. What is spliced into the bzImage's
# setup is found by loaders that read the header (all of Xen's), but the unpacking code around it stays that of the
# original: such an image is right for reading, and only boots where the loader itself unpacks.
set -eu
folder=$(cd "$1" && pwd)
made="$folder/made"
mkdir -p "$made"
PATH="$folder/tools/usr/bin:$PATH"
source="$folder/images/6.1-686-pae"

number() { od -An -tu4 -j "$2" -N 4 "$1" | tr -d ' '; }
word() { printf "\\$(printf %o $(($1 & 255)))\\$(printf %o $(($1 >> 8 & 255)))\\$(printf %o $(($1 >> 16 & 255)))\\$(printf %o $(($1 >> 24 & 255)))"; }
setup=$((($(od -An -tu1 -j 497 -N 1 "$source" | tr -d ' ') + 1) * 512))
start=$((setup + $(number "$source" 584)))
length=$(number "$source" 588)

# The size word is no part of the xz stream.
tail -c +$((start + 1)) "$source" | head -c $((length - 4)) | xz -dc > "$made/vmlinux"
size=$(wc -c < "$made/vmlinux")
objcopy --strip-all "$made/vmlinux" "$made/vmlinux.stripped"
# A section of a loaded segment cannot be cut out: what loses the notes is a tool that drops the PT_NOTE header.
objcopy --remove-section .notes "$made/vmlinux" "$made/vmlinux.nonotes" 2> /dev/null

pack() {
  case $1 in
    gzip) gzip -n -f -9 ;;
    bzip2) bzip2 -9 ;;
    lzma) lzma -9 ;;
    xz) xz --check=crc32 --x86 --lzma2=dict=128MiB ;;
    lzo) lzop -9 ;;
    lz4) lz4 -l -9 - - 2> /dev/null ;;
    zstd) zstd -q -22 --ultra ;;
  esac
}

for compression in gzip bzip2 lzma xz lzo lz4 zstd; do
  plain="$made/plain.$compression"
  [ -s "$plain" ] || pack $compression < "$made/vmlinux" > "$plain"
  { cat "$plain"; [ $compression = gzip ] || word "$size"; } > "$made/elf.$compression"
  payload=$(wc -c < "$made/elf.$compression")
  {
    head -c 588 "$source"
    word "$payload"
    tail -c +593 "$source" | head -c 20
    # handover_offset and kernel_info_offset point behind the payload.
    word $(($(number "$source" 612) + payload - length))
    word $(($(number "$source" 616) + payload - length))
    tail -c +621 "$source" | head -c $((start - 620))
    cat "$made/elf.$compression"
    tail -c +$((start + length + 1)) "$source"
  } > "$made/bzimage.$compression"
done

# U-Boot images by U-Boot's own tool.
if command -v mkimage > /dev/null; then
  mkimage -A arm -O linux -T kernel -C none -a 0x8000 -e 0x8000 -n zImage -d "$folder/images/6.1-armmp" "$made/uimage.arm" > /dev/null
  gzip -n -9 < "$folder/images/6.1-arm64" > "$made/arm64.gz"
  mkimage -A arm64 -O linux -T kernel -C gzip -a 0x80000 -e 0x80000 -n Image.gz -d "$made/arm64.gz" "$made/uimage.arm64" > /dev/null
fi

# A unified kernel image as the systemd documentation puts it together.
printf 'console=hvc0 quiet' > "$made/cmdline"
printf 'ID=debian\nVERSION_ID="12"\n' > "$made/osrel"
printf '6.1.0-50-amd64' > "$made/uname"
objcopy --add-section .osrel="$made/osrel" --change-section-vma .osrel=0x20000 \
  --add-section .cmdline="$made/cmdline" --change-section-vma .cmdline=0x30000 \
  --add-section .uname="$made/uname" --change-section-vma .uname=0x40000 \
  --add-section .linux="$folder/images/6.1-amd64" --change-section-vma .linux=0x2000000 \
  "$folder/images/stub.efi" "$made/uki.efi"

# What people pass by mistake.
mkdir -p "$made/tree" && echo hello > "$made/tree/file"
(cd "$made/tree" && find . | cpio -o -H newc 2> /dev/null) > "$made/initramfs.cpio" || rm -f "$made/initramfs.cpio"
[ -f "$made/initramfs.cpio" ] && zstd -q -f "$made/initramfs.cpio" -o "$made/initramfs.zst"
truncate -s 4M "$made/disk.ext4" && mke2fs -q -F -t ext4 "$made/disk.ext4"
ls "$made"
