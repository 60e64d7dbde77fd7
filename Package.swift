// swift-tools-version: 6.2
import PackageDescription

/// Continuous integration sets `CI`; there a warning fails the build, while a newer compiler on a
/// developer's machine only warns.
let settings: [SwiftSetting] =
    Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(
    name: "Configuration", package: "swift-configuration")

func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let package = Package(
    name: "steady",
    products: [
        .executable(name: "steady", targets: ["steady"])
    ],
    traits: [
        .trait(
            name: "OneDNN",
            description: "Runs kernels on oneDNN; without it the plain-Swift kernels serve, slower."
        ),
        .default(enabledTraits: ["OneDNN"]),
    ],
    dependencies: [
        .package(
            url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CCRC32C"),
        .systemLibrary(name: "CLinuxIO"),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(
            name: "CNGHTTP2", pkgConfig: "libnghttp2", providers: [.apt(["libnghttp2-dev"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .target(name: "CTraps"),
        .target(name: "CVectorKernels"),
        library("Metrics"),
        library("Logs", [logging]),
        library("Tensors"),
        .target(
            name: "Wire", dependencies: ["CCRC32C", "CZlib", protobuf],
            exclude: ["Protobuf/Definitions"], swiftSettings: settings),
        library("HTTP", ["CNGHTTP2", httpTypes]),
        // The queue is generic over its tasks, which another module has. Without this its code would
        // ask for the tasks' metadata at run time, which cost a tenth of a small model's throughput.
        .target(
            name: "Batching",
            swiftSettings: settings + [
                .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release))
            ]),
        library("Checkpoints", ["Tensors", "Wire"]),
        library("Graph", ["Tensors"]),
        library("TensorFlowImport", ["Tensors", "Wire", "Checkpoints", "Graph", protobuf]),
        library(
            "Engine",
            [
                "Tensors", "Graph", "CVectorKernels",
                .target(name: "COneDNN", condition: .when(traits: ["OneDNN"])),
            ]),
        library(
            "Mending", ["Tensors", "Wire", "Checkpoints", "Graph", "TensorFlowImport", "Engine"]),
        library("Server", ["HTTP", "CLinuxIO", "COpenSSL", "Metrics", "Logs", httpTypes, logging]),
        library(
            "Load",
            ["HTTP", "Server", .product(name: "Histogram", package: "hdrhistogram-swift")]),
        library(
            "Serving",
            [
                "CMalloc", "Tensors", "Checkpoints", "Graph", "TensorFlowImport", "Engine",
                "Batching", "Metrics", logging,
            ],
            resources: [.copy("Resources/digits")]),
        library(
            "ServingAPI",
            [
                "CTraps", "Tensors", "Wire", "Batching", "Serving", "Server", "HTTP", "Metrics",
                httpTypes,
            ]),
        .executableTarget(
            name: "steady",
            dependencies: [
                "Tensors", "Checkpoints", "Graph", "TensorFlowImport", "Engine", "Mending",
                "Load", "Serving", "ServingAPI", "Server", "Metrics", "Logs", argumentParser,
                configuration, logging,
            ],
            swiftSettings: settings),
        .target(
            name: "Fixtures", path: "Tests/Fixtures", exclude: ["scripts"],
            resources: [.copy("Resources")], swiftSettings: settings),
        tests("MetricsTests", ["Metrics", "Fixtures"]),
        tests("LogsTests", ["Logs", logging]),
        tests("TensorsTests", ["Tensors", "Fixtures"]),
        tests("WireTests", ["Wire", "Fixtures"]),
        tests("HTTPTests", ["HTTP", "Fixtures", httpTypes]),
        tests("BatchingTests", ["Batching", "Fixtures"]),
        tests("CheckpointsTests", ["Checkpoints", "Tensors", "Wire", "Fixtures"]),
        tests("GraphTests", ["Graph", "Tensors", "Engine", "Fixtures"]),
        tests(
            "TensorFlowImportTests",
            ["TensorFlowImport", "Graph", "Checkpoints", "Tensors", "Wire", "Fixtures", protobuf]),
        .target(name: "CAllocations", path: "Tests/CAllocations"),
        tests("EngineTests", ["Engine", "Graph", "Tensors", "Fixtures", "CAllocations"]),
        tests(
            "MendingTests",
            [
                "Mending", "Tensors", "Wire", "Checkpoints", "Graph", "TensorFlowImport", "Engine",
                "Fixtures",
            ]),
        tests(
            "ServerTests", ["Server", "HTTP", "Metrics", "Logs", "Fixtures", httpTypes, logging]),
        tests("LoadTests", ["Load", "Server", "Fixtures", httpTypes]),
        tests(
            "ServingTests",
            [
                "Serving", "Engine", "Graph", "TensorFlowImport", "Tensors", "Batching", "Metrics",
                "Fixtures",
            ]),
        tests(
            "ServingAPITests",
            [
                "ServingAPI", "Serving", "Batching", "Server", "HTTP", "Metrics", "Tensors",
                "Fixtures",
                httpTypes,
            ]),
        tests(
            "SteadyTests",
            [
                "steady", "Load", "Serving", "ServingAPI", "Server", "Graph", "Engine",
                "Tensors", "TensorFlowImport", "Fixtures",
                argumentParser, httpTypes, logging,
            ]),
        tests(
            "ConformanceTests",
            [
                "TensorFlowImport", "Checkpoints", "Wire", "Graph", "Engine", "Tensors", "Fixtures",
            ]),
        tests("EndToEndTests", ["Tensors", "Fixtures"]),
        .target(
            name: "Fuzzing",
            dependencies: [
                "HTTP", "Server", "Serving", "ServingAPI", "Batching", "Tensors", "Wire",
                "TensorFlowImport", httpTypes,
            ],
            path: "Tests/Fuzzing", swiftSettings: settings),
        .testTarget(
            name: "FuzzTests", dependencies: ["Fuzzing", "Fixtures"], exclude: ["fuzz.sh"],
            resources: [.copy("Corpus")], swiftSettings: settings),
    ]
)

// Needs libFuzzer, which `fuzz.sh` links by the compiler's options.
if Context.environment["STEADY_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/CLibFuzzer"),
        .executableTarget(
            name: "FuzzEntry", dependencies: ["Fuzzing", "CLibFuzzer"], path: "Tests/FuzzEntry"),
    ]
}
