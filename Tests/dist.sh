#!/bin/sh
# Packs a program with its libraries into an archive, unpacks that elsewhere, and compares what it
# computes there with what the program built here computes.
#   dist.sh PROGRAM FOLDER REFERENCE
set -eu
program=$1 folder=$2 reference=$3

commit=$("$program" --version | sed -n 's/^commit: \([0-9a-f]\{8\}\).*/-\1/p')
dirty=$("$program" --version | sed -n 's/^dirty: yes/-dirty/p')
version=$("$program" --version | sed -n '1s/^presage //p')
name=presage-$version$commit$dirty-linux-$(uname -m)
rm -rf "${folder:?}/$name"
mkdir -p "$folder/$name/lib" "$folder/$name/licenses"

# The system's own libraries have to be those of the machine that it runs on.
own='ld-linux-.*|lib(c|m|dl|rt|pthread|resolv|util|nsl|anl|mvec|nss_.*|BrokenLocale)'
ldd "$program" | awk '$3 ~ /^\// { print $3 }' | grep -vE "/($own)\.so" | while read -r library; do
    cp -L "$library" "$folder/$name/lib/"
    package=$(dpkg -S "$(realpath "$library")" 2>/dev/null | sed 's/:.*//;q') || continue
    cp -L "/usr/share/doc/$package/copyright" "$folder/$name/licenses/$package" 2>/dev/null || true
done
cp "$program" "$folder/$name/presage"
strip --strip-debug "$folder/$name/presage" 2>/dev/null || true
cp "$program.revision" "$folder/$name/presage.revision"
cp CITATION.cff "$folder/$name/"
for file in LICENSE*; do if [ -f "$file" ]; then cp "$file" "$folder/$name/"; fi; done
cat >"$folder/$name/README" <<END
Presage: run ./presage --help. It needs Linux on $(uname -m) with glibc $(getconf GNU_LIBC_VERSION |
    cut -d' ' -f2) or later; figures are drawn where gnuplot is installed. lib/ stays beside presage.
END
tar -C "$folder" --owner=0 --group=0 --numeric-owner -czf "$folder/$name.tar.gz" "$name"

elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
tar -C "$elsewhere" -xzf "$folder/$name.tar.gz"
mkdir "$elsewhere/away from home"
mv "$elsewhere/$name" "$elsewhere/away from home/"
copy="$elsewhere/away from home/$name/presage"
missing=$(env -i LD_TRACE_LOADED_OBJECTS=1 "$copy" | grep -E 'not found|=> /opt|=> /usr/local' || true)
[ -z "$missing" ] || { echo "$missing" >&2; exit 1; }
# Open MPI is many libraries, and has to be that of the machine.
if ldd "$program" | grep libmpi >&2; then exit 1; fi
[ "$(env -i "$copy" --version)" = "$("$program" --version)" ] ||
    { echo "the copy does not know what it is" >&2; env -i "$copy" --version >&2; exit 1; }
for which in copy reference; do
    eval "binary=\$$which"
    env -i PATH="$PATH" "$binary" run copy-horizon --size smoke --set truncation=3 --set seed=0 \
        --no-report --results "$elsewhere/$which" 2>"$elsewhere/log" ||
        { cat "$elsewhere/log" >&2; exit 1; }
done
cells=smoke/copy-horizon/cells
compared=0
for cell in "$elsewhere/copy/$cells"/*.h5; do
    other="$elsewhere/reference/$cells/${cell##*/}"
    for object in $(h5ls "$cell" | awk '{ print $1 }'); do
        h5diff -q "$cell" "$other" "/$object" "/$object" ||
            { echo "${cell##*/}: $object differs" >&2; exit 1; }
        compared=$((compared + 1))
    done
done
[ $compared -gt 10 ] || { echo "nothing was compared" >&2; exit 1; }
echo "$folder/$name.tar.gz: $(du -h "$folder/$name.tar.gz" | cut -f1), tried elsewhere: same bits"
