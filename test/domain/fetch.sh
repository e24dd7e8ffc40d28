#!/bin/sh
# Fetches what the domain tier compares with, from Debian's packages: Xen's examples and manual pages of two releases, and
# the library behind xl's own parser.
# usage: test/domain/fetch.sh FOLDER   (small packages and apt's lists of two releases; nothing is installed)
# apt's own lists and cache stay below FOLDER/apt; the packages are unpacked to FOLDER/bookworm and FOLDER/trixie.
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/apt.sh"
own_apt amd64 <<END
deb [arch=amd64] $mirror/debian bookworm main
deb [arch=amd64] $mirror/debian trixie main
END

# package SUITE NAME: unpacked below FOLDER/SUITE
package() {
  mkdir -p "$folder/$1"
  deb=$(download "$2/$1") || { echo "could not fetch $2" >&2; return 0; }
  dpkg-deb -x "$deb" "$folder/$1"
}

for suite in bookworm trixie; do
  for name in xen-doc xen-utils-common; do package "$suite" "$name"; done
done
for name in libxen-dev libxenmisc4.17 libxentoolcore1 libxentoollog1 libxenstore4 libxencall1 libxenevtchn1 \
  libxengnttab1 libxenforeignmemory1 libxendevicemodel1 libxenhypfs1 libnl-3-200 libnl-route-3-200 libyajl2 libuuid1; do
  package bookworm "$name"
done
[ -f "$here/oracle.c" ] || exit 0
library=$folder/bookworm/usr/lib/x86_64-linux-gnu
cc -O1 -o "$folder/oracle" -I "$folder/bookworm/usr/include" "$here/oracle.c" -L "$library" \
  -Wl,--allow-shlib-undefined -Wl,--disable-new-dtags,-rpath,"$library":"$folder/bookworm/lib/x86_64-linux-gnu" -lxlutil -lxenlight -lxentoollog
echo "built $folder/oracle"
