#!/bin/sh
# Looks for inputs that break a reader, guided by the code they cover (libFuzzer).
#
#   sh Tests/FuzzTests/fuzz.sh TARGET SECONDS
#
# TARGET is http1, http2, body, npy, table or graph. What is found is kept in .build/fuzz/TARGET; an input
# that breaks something is named crash-… there. Put it into Tests/FuzzTests/Corpus/TARGET with the mend.
set -eu
cd "$(dirname "$0")/../.."

[ $# -eq 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 64; }
target=$1
seconds=$2
export STEADY_FUZZ="$target"

swift build --product FuzzEntry -c release --scratch-path .build/fuzzing \
    -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
mkdir -p ".build/fuzz/$target"
case "$target" in
npy) more=Tests/Fixtures/Resources/npy ;;
graph) more=Tests/Fixtures/Resources/operators ;;
*) more="Tests/FuzzTests/Corpus/$target" ;;
esac
exec .build/fuzzing/release/FuzzEntry ".build/fuzz/$target" "Tests/FuzzTests/Corpus/$target" "$more" \
    -artifact_prefix=".build/fuzz/$target/" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 \
    -max_len=4096 -print_final_stats=1
