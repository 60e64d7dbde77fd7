#!/bin/sh
# Regenerates Sources/Wire/Protobuf/*.pb.swift from Sources/Wire/Protobuf/Definitions.
#
# Needs Debian's protobuf-compiler, git and the Swift toolchain. The plugin is built at the version
# of swift-protobuf that the package resolved to, in .build/protobuf-plugin.
set -eu
cd "$(dirname "$0")/.."

[ -d .build/checkouts/swift-protobuf ] || swift package resolve
checkout=.build/checkouts/swift-protobuf
scratch=$PWD/.build/protobuf-plugin
swift build --package-path "$checkout" --scratch-path "$scratch" -c release \
    --product protoc-gen-swift
protoc --plugin="$scratch/release/protoc-gen-swift" \
    --proto_path=Sources/Wire/Protobuf/Definitions \
    --swift_out=Sources/Wire/Protobuf --swift_opt=Visibility=Public \
    Sources/Wire/Protobuf/Definitions/*.proto
