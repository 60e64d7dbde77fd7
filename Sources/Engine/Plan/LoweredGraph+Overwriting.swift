import Graph
import Tensors

extension LoweredGraph {
    /// For each buffer the index of the last step that reads it; `Int.max` for outputs.
    var lastUses: [Int] {
        var lastUses = [Int](repeating: -1, count: buffers.count)
        for (index, step) in steps.enumerated() {
            lastUses[step.result.buffer] = max(lastUses[step.result.buffer], index)
            for input in step.inputs { lastUses[input.buffer] = index }
        }
        for output in outputs { lastUses[output.view.buffer] = .max }
        return lastUses
    }

    /// Lets each step that can write its result over an operand do so, where nobody reads the
    /// operand afterwards.
    mutating func overwriteDyingOperands() {
        var lastUses = lastUses
        var replacement = Array(buffers.indices)
        for index in steps.indices {
            for input in steps[index].inputs.indices {
                let buffer = steps[index].inputs[input].buffer
                steps[index].inputs[input].buffer = replacement[buffer]
            }
            let own = steps[index].result.buffer
            guard let input = overwritableInput(of: steps[index], at: index, lastUses) else {
                continue
            }
            let target = steps[index].inputs[input].buffer
            steps[index].overwrittenInput = input
            steps[index].result.buffer = target
            replacement[own] = target
            lastUses[target] = lastUses[own]
        }
        for index in outputs.indices {
            outputs[index].view.buffer = replacement[outputs[index].view.buffer]
        }
    }

    private func overwritableInput(of step: Step, at index: Int, _ lastUses: [Int]) -> Int? {
        step.operation.overwritableInputs.first { input in
            let view = step.inputs[input]
            guard case .computed = buffers[view.buffer], lastUses[view.buffer] == index,
                view.type == step.result.type
            else { return false }
            // Another view of the same buffer must be read at the very place that is written.
            return step.inputs.indices.allSatisfy { other in
                other == input || step.inputs[other].buffer != view.buffer
                    || (step.operation.isElementwise && step.inputs[other].type == view.type)
            }
        }
    }
}

extension Operation {
    /// The inputs over which a kernel may write the result, if their type is the result's.
    fileprivate var overwritableInputs: [Int] {
        switch self {
        case .unary, .batchNormalization, .channelAffine, .softmax: [0]
        case .binary: [0, 1]
        case .selection: [1, 2]
        case .convolution(let payload): residual(payload.epilogue)
        case .depthwiseConvolution(let payload): residual(payload.epilogue)
        case .matrixProduct(let payload): residual(payload.epilogue)
        case .input, .constant, .pooling, .reduction, .reshape, .transposition, .concatenation,
            .padding, .slice, .cast, .argMax:
            []
        }
    }

    private func residual(_ epilogue: Epilogue) -> [Int] {
        epilogue.residualIndex.map { [$0] } ?? []
    }

    /// Whether each element of the result depends only on the operands' elements at its place.
    fileprivate var isElementwise: Bool {
        switch self {
        case .unary, .binary, .selection: true
        default: false
        }
    }
}
