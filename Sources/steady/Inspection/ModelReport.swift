import Checkpoints
import Graph
import Serving
import Tensors
import TensorFlowImport

/// What there is to know about a checkpoint, for people and for machines.
struct ModelReport: Report {
    struct Port: Encodable {
        let name: String
        let elementType: String
        /// The extents; null is the batch.
        let shape: [Int?]

        var type: String {
            "\(elementType)[" + shape.map { $0.map(String.init) ?? "N" }.joined(separator: ", ")
                + "]"
        }
    }

    struct Layer: Encodable {
        let name: String
        let channels: Int
        let epsilon: Double
        let scale, offset, mean, variance: String?
        /// The code of the worst finding, or `ok`.
        let statistics: String
    }

    struct Variable: Encodable {
        let name: String
        let elementType: String
        let shape: [Int]
        let byteCount: Int
        /// Whether the outputs depend on it; null where the graph could not be read.
        let isUsed: Bool?

        var type: String { "\(elementType)\(Shape(shape))" }
    }

    let checkpoint: String
    var name: String
    var tensorFlowVersion: String?
    var globalStep: Int?
    /// `ema` where weights are their moving averages, `raw` where the checkpoint has these too but
    /// they are not taken; null where it has none.
    var averages: String?
    var inputs: [Port] = []
    var outputs: [Port] = []
    var batchNormalization: [Layer] = []
    let variables: [Variable]
    /// What the audit found, kind by kind.
    var findings: [ReportedFinding] = []
    var notes: [String] = []
    /// Whether `steady serve` with the same options serves it.
    var isServable = true
    /// Why the model can't be served, where that is no finding; null otherwise.
    var problem: String?
}

extension ModelReport {
    /// Describes a checkpoint and what its graph makes of it.
    init(name: String, checkpoint: Checkpoint, examination: ModelExamination) {
        let used = (examination.imported?.variables).map { Set($0.map(\.checkpointName)) }
        self.init(name: name, checkpoint: checkpoint) { used?.contains($0) }
        if let imported = examination.imported {
            tensorFlowVersion = imported.tensorFlowVersion
            globalStep = imported.globalStep
            averages = Self.averages(in: imported)
            let graph = imported.graph
            inputs = graph.inputs.map { Port(name: graph[$0].name, type: graph.type(of: $0)) }
            outputs = graph.outputs.map {
                Port(name: $0.name, type: graph.type(of: $0.value))
            }
        }
        notes = examination.notes
        batchNormalization = examination.layers.map(Layer.init)
        findings = examination.findings.map {
            ReportedFinding($0, allowed: examination.allowed)
        }
        if case .failure(let error) = examination.outcome {
            isServable = false
            if case ServingError.refused = error { return }
            problem = String(describing: error)
        }
    }

    private static func averages(in imported: ImportedModel) -> String? {
        guard !imported.averages.isEmpty else { return nil }
        let shadows = Set(imported.averages.values)
        let isTaken = imported.variables.contains { shadows.contains($0.checkpointName) }
        return (isTaken ? ImportOptions.Averages.ema : .raw).rawValue
    }

    private init(name: String, checkpoint: Checkpoint, isUsed: (String) -> Bool?) {
        self.checkpoint = checkpoint.location.prefix.path
        self.name = name
        variables = checkpoint.variables.map { variable in
            Variable(
                name: variable.name,
                elementType: variable.elementType?.description ?? "\(variable.dataType)",
                shape: variable.shape.dimensions, byteCount: variable.byteCount,
                isUsed: isUsed(variable.name))
        }
    }
}

extension ModelReport.Port {
    init(name: String, type: ValueType) {
        self.init(
            name: name, elementType: type.elementType.description,
            shape: type.dimensions.map(\.fixedExtent))
    }
}

extension ModelReport.Layer {
    init(_ layer: BatchNormalizationLayer) {
        // Graphs keep epsilon in float32; 0.001 shall not read 0.0010000000474974513.
        let single = Float(layer.epsilon)
        let epsilon = Double(single) == layer.epsilon ? Double("\(single)") : nil
        self.init(
            name: layer.name, channels: layer.channelCount, epsilon: epsilon ?? layer.epsilon,
            scale: layer.scale, offset: layer.offset, mean: layer.mean, variance: layer.variance,
            statistics: layer.findings.first?.code.rawValue ?? "ok")
    }
}
