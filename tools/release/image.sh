#!/usr/bin/env bash
# image.sh ARCHIVE SECONDS EXECUTABLE... : a container image (OCI archive) with the executables, the
# libraries they load, the certificate authorities, and nothing else: no shell, no package manager, a
# user without rights, a root that may be mounted read-only. SECONDS: the time every file is given.
set -euo pipefail
archive=$(readlink -f "$1")
seconds=$2
shift 2
export STORAGE_DRIVER=vfs
work=$(mktemp -d)
readonly user=10001
buildah() { command buildah --root "$work/store" --runroot "$work/run" "$@"; }
trap 'buildah rm --all >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

root=$work/root
mkdir -p "$root"/usr/bin "$root"/etc/ssl/certs "$root"/data "$root"/tmp
install -m 0755 "$@" "$root/usr/bin/"
# Where the loader looks for them: at the paths that it names here.
ldd "$@" | grep -o '/[^ ]*\.so[^ ]*' | sort -u | while read -r library; do
  install -D -m 0644 "$(readlink -f "$library")" "$root$library"
done
chmod 0755 "$root"/lib64/ld-linux-* 2>/dev/null || chmod 0755 "$root"/lib/ld-linux-*
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
printf 'gatehouse:x:%d:%d::/data:/sbin/nologin\n' $user $user >"$root/etc/passwd"
printf 'gatehouse:x:%d:\n' $user >"$root/etc/group"
printf 'hosts: files dns\n' >"$root/etc/nsswitch.conf"
chmod 0700 "$root/data"
chmod 1777 "$root/tmp"
chown -R "$user:$user" "$root/data"
# It starts from its own root, as that user: what the host has is not there.
chroot --userspec="$user:$user" "$root" /usr/bin/gatehouse --version >/dev/null
find "$root" -exec touch --no-dereference --date="@$seconds" {} +

container=$(buildah from scratch)
buildah copy --quiet "$container" "$root" / >/dev/null
buildah config --user "$user:$user" --volume /data --port 8443 --workingdir /data \
  --entrypoint '["/usr/bin/gatehouse"]' \
  --cmd 'serve --data /data --listen 0.0.0.0:8443' \
  --label org.opencontainers.image.title=Gatehouse \
  --label org.opencontainers.image.licenses=Apache-2.0 \
  --label org.opencontainers.image.version="$("$1" --version)" "$container"
buildah commit --quiet --timestamp "$seconds" --omit-history "$container" "oci:$work/image" >/dev/null
# The same image, the same bytes.
tar --create --file "$archive" --directory "$work/image" --sort=name --mtime="@$seconds" \
  --owner=0 --group=0 --numeric-owner .
