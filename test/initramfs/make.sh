#!/bin/sh
# Makes real initramfs images with the real initramfs-tools and dracut, and what the real tools list of them.
# usage: test/initramfs/make.sh FOLDER    (as root, for chroot; about 150 MB of downloads; nothing is installed on the machine)
# A small Debian is laid below FOLDER/root; images come to FOLDER/images, the lists beside them.
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
suite=${SUITE:-bookworm}
. "$(dirname "$0")/../support/apt.sh"
root="$folder/root"
images="$folder/images"
mkdir -p "$folder/tools" "$images"

if [ ! -e "$folder/root.done" ]; then
  [ -e "$folder/tools/usr/sbin/debootstrap" ] || dpkg-deb -x "$(download debootstrap)" "$folder/tools"
  rm -rf "$root"
  DEBOOTSTRAP_DIR="$folder/tools/usr/share/debootstrap" "$folder/tools/usr/sbin/debootstrap" --variant=minbase \
    --include=initramfs-tools-core,dracut-core,busybox,kmod,udev,systemd-sysv,cpio,gzip,bzip2,xz-utils,lzop,lz4,zstd,lvm2,mdadm \
    "$suite" "$root" "$mirror/debian"
  touch "$folder/root.done"
fi
if [ ! -e "$folder/kernel.done" ]; then
  name=$(kernel_behind linux-image-cloud-amd64)
  dpkg-deb -x "$(download "$name")" "$folder/kernel"
  mkdir -p "$root/lib/modules"
  cp -r "$folder"/kernel/lib/modules/* "$root/lib/modules/"
  cp "$folder"/kernel/boot/config-* "$root/boot/"
  touch "$folder/kernel.done"
fi
release=$(ls "$root/lib/modules" | grep -v -e -packed | head -n 1)
chroot "$root" depmod "$release"

# The same modules as other distributions pack them.
for packed in gz xz zst; do
  other="$release-packed-$packed"
  [ -e "$root/lib/modules/$other/modules.dep" ] && continue
  rm -rf "$root/lib/modules/$other"
  cp -r "$root/lib/modules/$release" "$root/lib/modules/$other"
  # A part of them is enough, and takes less time.
  (cd "$root/lib/modules/$other/kernel" && rm -rf drivers/gpu drivers/infiniband sound net/netfilter drivers/net/ethernet)
  case $packed in
    gz) pack='gzip -1' ;;
    xz) pack='xz -0 --check=crc32' ;;
    zst) pack='zstd -q -1 --rm' ;;
  esac
  find "$root/lib/modules/$other" -name '*.ko' -exec $pack {} +
  chroot "$root" depmod "$other"
  cp "$root/boot/config-$release" "$root/boot/config-$other"
done

# What lists an image: names as both makers' own tools print them.
note() {
  chroot "$root" lsinitramfs "/made/$1" > "$images/$1.lsinitramfs" 2> /dev/null
  chroot "$root" lsinitrd "/made/$1" > "$images/$1.lsinitrd" 2> /dev/null || true
  cp "$root/made/$1" "$images/$1"
}
mkdir -p "$root/made" "$root/etc/initramfs-tools/hooks"
mount -t proc proc "$root/proc" 2> /dev/null || true
trap 'umount "$root/proc" 2> /dev/null || true' EXIT

# tools LABEL RELEASE MODULES COMPRESS
tools() {
  [ -s "$images/tools-$1" ] && return 0
  sed -i "s/^MODULES=.*/MODULES=$3/; s/^#* *COMPRESS=.*/COMPRESS=$4/" "$root/etc/initramfs-tools/initramfs.conf"
  chroot "$root" mkinitramfs -o "/made/tools-$1" "$2"
  note "tools-$1"
}
printf '' > "$root/etc/initramfs-tools/modules"
for compression in gzip bzip2 lzma xz lz4 zstd; do tools "most-$compression" "$release" most $compression; done
tools most-lzo "$release" most lzop
tools packed-xz "$release-packed-xz" most gzip
tools packed-zst "$release-packed-zst" most gzip
printf 'ext4\nxen-netfront\n' > "$root/etc/initramfs-tools/modules"
tools list-without-blkfront "$release" list gzip
printf 'ext4\nxen-blkfront\n' > "$root/etc/initramfs-tools/modules"
tools list-with-blkfront "$release" list gzip
# The way the microcode packages put their archive first.
cat > "$root/etc/initramfs-tools/hooks/early" <<'END'
#!/bin/sh
[ "$1" = prereqs ] && exit 0
. /usr/share/initramfs-tools/hook-functions
mkdir -p /tmp/early/kernel/x86/microcode
head -c 5000 /dev/zero | tr '\0' x > /tmp/early/kernel/x86/microcode/GenuineIntel.bin
(cd /tmp/early && find . -print0 | cpio -o -0 -H newc --quiet > /tmp/early.cpio)
prepend_earlyinitramfs /tmp/early.cpio
END
chmod +x "$root/etc/initramfs-tools/hooks/early"
tools early "$release" list zstd
rm "$root/etc/initramfs-tools/hooks/early"

# dracut LABEL RELEASE OPTIONS...
dracut() {
  label=$1 of=$2
  shift 2
  [ -s "$images/dracut-$label" ] && return 0
  chroot "$root" dracut --quiet --force --no-hostonly --omit 'systemd-networkd' "$@" "/made/dracut-$label" "$of"
  note "dracut-$label"
}
# Its own strength of lzma, xz and zstd takes minutes and is no other format.
for compression in gzip bzip2 lzo lz4; do dracut "plain-$compression" "$release" --$compression; done
dracut plain-lzma "$release" --compress 'lzma -1'
dracut plain-xz "$release" --compress 'xz -1 --check=crc32'
dracut plain-zstd "$release" --compress 'zstd -q -3'
dracut uncompressed "$release" --no-compress
dracut without-blkfront "$release" --gzip --omit-drivers xen-blkfront
dracut packed-gz "$release-packed-gz" --gzip
dracut packed-xz "$release-packed-xz" --gzip
dracut packed-zst "$release-packed-zst" --gzip
# The cloud kernel takes no microcode; dracut is to believe it does.
echo CONFIG_MICROCODE_INTEL=y >> "$root/boot/config-$release"
mkdir -p "$root/lib/firmware/intel-ucode"
head -c 5000 /dev/zero | tr '\0' x > "$root/lib/firmware/intel-ucode/06-01-01"
dracut early "$release" --early-microcode --compress 'zstd -q -3'
rm -r "$root/lib/firmware/intel-ucode"
ls -l "$images"
