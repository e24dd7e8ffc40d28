#!/bin/sh
# Fetches the kernel images and other boot files that the images tier compares with, from Debian's packages.
# usage: test/images/fetch.sh FOLDER [LABEL...]   (all: about 800 MB of downloads; nothing is installed on the machine)
# LABELs name what to fetch, such as 6.1-cloud-amd64; without any it is everything.
# apt's own lists, cache and sources stay below FOLDER/apt; only the boot files and two tools are unpacked.
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
wanted=" $* "
. "$here/../support/apt.sh"
mkdir -p "$folder/images" "$folder/tools"
own_apt amd64 i386 arm64 armhf <<END
deb [arch=amd64] $mirror/debian bullseye main
deb [arch=amd64] $mirror/debian-security bullseye-security main
deb [arch=amd64,i386,arm64,armhf] $mirror/debian bookworm main
deb [arch=amd64] $mirror/debian trixie main
deb [arch=amd64,arm64] $mirror/debian sid main
END

# is_wanted LABEL: was it named, or nothing at all?
is_wanted() {
  [ "$wanted" = '  ' ] || case $wanted in *" $1 "*) ;; *) return 1 ;; esac
}

# kernel LABEL SUITE METAPACKAGE[:ARCH]: images/LABEL is the vmlinuz of the kernel package it points to today
kernel() {
  is_wanted "$1" || return 0
  [ -s "$folder/images/$1" ] && return 0
  arch=${3#*:}; [ "$arch" = "$3" ] && arch=amd64
  name=$(kernel_behind "$3/$2")
  [ -n "$name" ] || { echo "no kernel behind $3 in $2" >&2; return 0; }
  deb=$(download "$name:$arch/$2") || { echo "could not fetch $name" >&2; return 0; }
  member=$(dpkg-deb --fsys-tarfile "$deb" | tar -t --wildcards './boot/vmlinu*' './usr/lib/modules/*/vmlinu*' 2>/dev/null | head -n 1 || true)
  if [ -z "$member" ]; then
    # Newer packages keep the image in a package of its own.
    name=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed -n 's/^ *\(linux-binary-[^ ]*\).*/\1/p' | head -n 1)
    deb=$(download "$name:$arch/$2") || return 0
    member=$(dpkg-deb --fsys-tarfile "$deb" | tar -t --wildcards './boot/vmlinu*' './usr/lib/modules/*/vmlinu*' 2>/dev/null | head -n 1 || true)
  fi
  dpkg-deb --fsys-tarfile "$deb" | tar -xO "$member" > "$folder/images/$1"
  echo "$1 $name $(basename "$deb")" >> "$folder/images.txt"
  rm -f "$deb"
}

# file LABEL SUITE PACKAGE MEMBER-PATTERN: images/LABEL is the first member that matches
file() {
  is_wanted "$1" || return 0
  [ -s "$folder/images/$1" ] && return 0
  deb=$(download "$3/$2") || { echo "could not fetch $3" >&2; return 0; }
  member=$(dpkg-deb --fsys-tarfile "$deb" | tar -t --wildcards "$4" | head -n 1)
  dpkg-deb --fsys-tarfile "$deb" | tar -xO "$member" > "$folder/images/$1"
  echo "$1 $3 $(basename "$deb")" >> "$folder/images.txt"
}

# tool SUITE PACKAGE: unpacked below tools/
tool() {
  deb=$(download "$2/$1") || return 0
  dpkg-deb -x "$deb" "$folder/tools"
}

kernel 5.10-amd64 bullseye-security linux-image-amd64
kernel 6.1-amd64 bookworm linux-image-amd64
kernel 6.1-cloud-amd64 bookworm linux-image-cloud-amd64
kernel 6.1-686 bookworm linux-image-686:i386
kernel 6.1-686-pae bookworm linux-image-686-pae:i386
kernel 6.1-arm64 bookworm linux-image-arm64:arm64
kernel 6.1-armmp bookworm linux-image-armmp:armhf
kernel 6.12-amd64 trixie linux-image-amd64
kernel 6.12-cloud-amd64 trixie linux-image-cloud-amd64
kernel sid-amd64 sid linux-image-amd64
kernel sid-arm64 sid linux-image-arm64:arm64
file xen-4.17.gz bookworm xen-hypervisor-4.17-amd64 './boot/xen-4*.gz'
file xen-4.17.efi bookworm xen-hypervisor-4.17-amd64 './boot/xen-4*.efi'
file xen-4.17-arm64 bookworm xen-hypervisor-4.17-arm64:arm64 './boot/xen-4*'
file xen-4.20.gz trixie xen-hypervisor-4.20-amd64 './boot/xen-4*.gz'
file grub-x86_64-xen.bin bookworm grub-xen-host './usr/lib/grub-xen/grub-x86_64-xen.bin'
file grub-i386-xen_pvh.bin bookworm grub-xen-host './usr/lib/grub-xen/grub-i386-xen_pvh.bin'
file grub-i386-xen.bin bookworm grub-xen-host './usr/lib/grub-xen/grub-i386-xen.bin'
file ipxe.lkrn bookworm ipxe './boot/ipxe.lkrn'
file memtest.bin bookworm memtest86+ './boot/memtest86+x64.bin'
file stub.efi bookworm systemd-boot-efi './usr/lib/systemd/boot/efi/linuxx64.efi.stub'
tool bookworm u-boot-tools
tool bookworm lzop
ls -l "$folder/images"
