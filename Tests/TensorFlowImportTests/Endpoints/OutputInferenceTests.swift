import Tensors
import Testing

@testable import TensorFlowImport

@Suite("The output is what the loss looks at")
struct OutputInferenceTests {
    /// A dense layer `logits` of `x`, and `labels`.
    private func definition() -> GraphDefinition {
        var definition = GraphDefinition()
        definition.placeholder("x", [-1, 2])
        definition.placeholder("labels", [-1, 3])
        definition.variable("kernel", [2, 3])
        definition.node("logits", "MatMul", ["x", "kernel/read"])
        return definition
    }

    private func output(_ definition: GraphDefinition) throws -> String {
        let graph = try TrainingGraph(definition.message, operators: .init())
        return graph.name(of: try OutputInference(graph).output())
    }

    @Test("logits, or the probabilities computed from the same ones")
    func crossEntropy() throws {
        var definition = definition()
        definition.node("flat", "Reshape", ["logits", "x"])
        definition.node("loss", "SoftmaxCrossEntropyWithLogits", ["flat", "labels"])
        #expect(try output(definition) == "logits")
        definition.node("gradients/Softmax", "Softmax", ["logits"])
        #expect(try output(definition) == "logits")
        definition.node("probabilities", "Softmax", ["logits"])
        #expect(try output(definition) == "probabilities")
    }

    @Test("the sigmoid of a sigmoid cross-entropy")
    func sigmoidCrossEntropy() throws {
        var definition = definition()
        definition.node("zeros", "ZerosLike", ["logits"])
        definition.node("cond", "GreaterEqual", ["logits", "zeros"])
        definition.node("neg", "Neg", ["logits"])
        definition.node("select", "Select", ["cond", "neg", "logits"])
        definition.node("exp", "Exp", ["select"])
        definition.node("log1p", "Log1p", ["exp"])
        #expect(try output(definition) == "logits")
        definition.node("scores", "Sigmoid", ["logits"])
        #expect(try output(definition) == "scores")
    }

    @Test("the probabilities of a cross-entropy written by hand")
    func logarithm() throws {
        var definition = definition()
        definition.constant("tiny", Tensor(scalar: Float(1e-9)))
        definition.node("probabilities", "Softmax", ["logits"])
        definition.node("safe", "Maximum", ["probabilities", "tiny"])
        definition.node("log", "Log", ["safe"])
        definition.node("loss", "Mul", ["labels", "log"])
        #expect(try output(definition) == "probabilities")
    }

    @Test("what is compared with labels")
    func regression() throws {
        var definition = definition()
        definition.node("loss", "SquaredDifference", ["labels", "logits"])
        #expect(try output(definition) == "logits")
    }

    @Test("not what tf.custom_gradient leaves unread")
    func customGradient() throws {
        var definition = definition()
        definition.node("sigmoid", "Sigmoid", ["logits"])
        definition.node("product", "Mul", ["logits", "sigmoid"])
        definition.node("unused", "Identity", ["product"])
        #expect(try output(definition) == "unused")
        definition.node("swish", "IdentityN", ["product", "logits"])
        definition.node("answer", "Softmax", ["swish"])
        #expect(try output(definition) == "answer")
    }

    @Test("what nothing reads, when there is no loss")
    func unread() throws {
        var definition = definition()
        definition.node("answer", "Relu", ["logits"])
        definition.node("init", "Assign", ["kernel", "kernel/read"])
        definition.node("shape", "Shape", ["answer"])
        definition.node("rows", "StridedSlice", ["shape"])
        #expect(try output(definition) == "answer")
        definition.node("output", "Identity", ["answer"])
        #expect(try output(definition) == "output")
    }

    @Test("the classifier whose probabilities are computed, not an auxiliary one")
    func auxiliary() throws {
        var definition = definition()
        definition.node("auxiliary", "Relu", ["logits"])
        definition.node("probabilities", "Softmax", ["logits"])
        definition.node("restored", "Reshape", ["probabilities", "x"])
        #expect(try output(definition) == "restored")
        definition.node("loss", "SoftmaxCrossEntropyWithLogits", ["logits", "labels"])
        definition.node("loss_1", "SoftmaxCrossEntropyWithLogits", ["auxiliary", "labels"])
        #expect(try output(definition) == "probabilities")
        definition.node("other", "Softmax", ["auxiliary"])
        #expect(throws: ImportError.self) { try output(definition) }
    }

    @Test("several are listed")
    func ambiguous() throws {
        var definition = definition()
        definition.node("other", "Relu", ["logits"])
        definition.node("loss", "SoftmaxCrossEntropyWithLogits", ["logits", "labels"])
        definition.node("loss_1", "SoftmaxCrossEntropyWithLogits", ["other", "labels"])
        let error = #expect(throws: ImportError.self) { try output(definition) }
        guard case .ambiguousOutputs(let candidates) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(candidates.map(\.name) == ["logits", "other"])
        #expect(error?.description.contains("--output-node") == true)
    }
}
