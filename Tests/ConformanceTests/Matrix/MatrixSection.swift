import Fixtures
import Foundation

/// One way to group golden cases.
struct MatrixSection: Sendable {
    let title: String
    let summary: String
    /// The names of the labels.
    let columns: [String]
    /// The labels of a case; nil if the section is not about it.
    let labels: @Sendable (GoldenCase) -> [String]?

    static let all = [
        byInterface, byDimensions, byParameters, byConstants, byNetwork, bySwitch, byOperator,
    ]

    private static let byInterface = MatrixSection(
        title: "Interface, training and variables",
        summary: "How the layer was written, what `training` was and how its variables are kept.",
        columns: ["interface", "training", "variables"]
    ) { golden in
        let properties = golden.manifest.properties
        guard let interface = properties["interface"] else { return nil }
        return [interface, training(properties), variables(properties)]
    }

    private static let byDimensions = MatrixSection(
        title: "Kernel and dimensions",
        summary: "The same cases by TensorFlow's kernel and by what is normalized.",
        columns: ["interface", "kernel", "dimensions"]
    ) { golden in
        let properties = golden.manifest.properties
        guard let interface = properties["interface"], let kernel = properties["kernel"] else {
            return nil
        }
        let usual = properties["rank"] == "2" ? "NC" : "NHWC"
        return [interface, kernel, properties["dimensions"] ?? usual]
    }

    private static let byParameters = MatrixSection(
        title: "Scale and offset", summary: "The same cases by the parameters that the layer has.",
        columns: ["kernel", "γ", "β"]
    ) { golden in
        let properties = golden.manifest.properties
        guard let kernel = properties["kernel"] else { return nil }
        return [kernel, presence(properties["gamma"]), presence(properties["beta"])]
    }

    private static let byConstants = MatrixSection(
        title: "Epsilon and momentum",
        summary: "Those of the same cases that were given another constant than the usual.",
        columns: ["interface", "given"]
    ) { golden in
        let properties = golden.manifest.properties
        guard let interface = properties["interface"] else { return nil }
        let given = ["epsilon", "momentum"].compactMap { name in
            properties[name].map { "\(name) = \($0)" }
        }
        return given.isEmpty ? nil : [interface, given.joined(separator: ", ")]
    }

    private static let byNetwork = MatrixSection(
        title: "Neighbours of the layer",
        summary: "Networks in which batch normalization stands in unusual places.",
        columns: ["network", "training", "variables"]
    ) { golden in
        let properties = golden.manifest.properties
        guard golden.isOf(.batchNorm), properties["interface"] == nil else { return nil }
        return [
            properties["network"] ?? golden.name, training(properties), variables(properties),
        ]
    }

    private static let bySwitch = MatrixSection(
        title: "The rest of the training switch",
        summary: "Dropout, noise, branches on the training flag, and input pipelines.",
        columns: ["network", "training", "variables"]
    ) { golden in
        let properties = golden.manifest.properties
        guard golden.isOf(.trainingSwitch) else { return nil }
        return [
            properties["network"] ?? golden.name, training(properties), variables(properties),
        ]
    }

    private static let byOperator = MatrixSection(
        title: "Operators", summary: "Graphs of one operator, or of the few that a layer writes.",
        columns: ["operator"]
    ) { golden in
        golden.manifest.properties["operator"].map { [$0] }
    }

    private static func training(_ properties: [String: String]) -> String {
        switch properties["training"] {
        case "true": "True"
        case "false": "False"
        case "default": "placeholder with a default"
        case "default-true": "placeholder, True by default"
        case "default-false": "placeholder, False by default"
        case let other?: other
        case nil: "–"
        }
    }

    private static func variables(_ properties: [String: String]) -> String {
        let kind = properties["variables"] ?? "–"
        guard properties["controlFlow"] == "If" || kind == "resource-if" else { return kind }
        return "resource, V2 control flow"
    }

    private static func presence(_ flag: String?) -> String {
        flag == "false" ? "absent" : "present"
    }
}

extension GoldenCase {
    fileprivate func isOf(_ collection: Fixtures.Collection) -> Bool {
        directory.deletingLastPathComponent().lastPathComponent == collection.rawValue
    }
}
