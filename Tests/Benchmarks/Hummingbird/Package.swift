// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "peer",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0")
    ],
    targets: [
        .executableTarget(
            name: "peer", dependencies: [.product(name: "Hummingbird", package: "hummingbird")])
    ])
