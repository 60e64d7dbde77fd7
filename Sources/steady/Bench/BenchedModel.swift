import Engine
import Foundation
import Graph
import Serving
import TensorFlowImport
import Tensors

/// A model made ready for measuring, and how long that took.
struct BenchedModel {
    let name: String
    let model: CompiledModel
    /// From the files to the graph as it was trained.
    let reading: Duration
    /// From there to the graph of inference.
    let rewriting: Duration
    /// From there to the first answer, of one row on one thread.
    let compiling: Duration

    /// Reads and compiles the model of a path; nil is the embedded one.
    ///
    /// - Throws: whatever reading, rewriting, compiling and the first run throw.
    init(path: String?, importing: ImportOptions, options: EngineOptions) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let source = try ModelSource(path: path)
        let imported = try TensorFlowModel.load(source.location, options: importing)
        let read = clock.now
        let graph = try InferenceMode.optimized(
            imported.graph, evaluate: ReferenceKernels.constantEvaluator)
        let rewritten = clock.now
        let model = try CompiledModel(
            graph, options: options,
            tuningRecords: options.tuning == .off ? nil : TuningCache.standard)
        _ = try model.makeExecutor().run(Self.inputs(of: model, batchSize: 1))
        name = source.name
        self.model = model
        reading = start.duration(to: read)
        rewriting = read.duration(to: rewritten)
        compiling = rewritten.duration(to: clock.now)
    }

    /// Rows of numbers from 0 to 1, the same ones each time; zeros for what is not floating point.
    static func inputs(of model: CompiledModel, batchSize: Int) -> [Tensor] {
        model.inputs.map { input in
            let shape = input.type.shape(batchSize: batchSize)
            guard input.type.elementType == .float32 else {
                return Tensor(shape: shape, elementType: input.type.elementType) { bytes in
                    bytes.initializeMemory(as: UInt8.self, repeating: 0)
                }
            }
            return Tensor(repeatableNumbersOf: shape)
        }
    }
}
