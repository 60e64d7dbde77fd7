import Graph
import Tensors

extension LoweredGraph {
    /// Keeps values between layers in `bfloat16` where somebody multiplies them: the pass behind
    /// `Precision.bfloat16`.
    ///
    /// A value is narrow if a product reads it, or a step whose own result is narrow. A cast is put
    /// before a reader that takes the other type. Inputs, outputs and constants stay `float32`, and so
    /// does what is computed with more care, such as softmax.
    ///
    /// Runs before any step overwrites an operand, while every buffer has one step that writes it.
    mutating func narrowToBFloat16() {
        let narrow = narrowBuffers
        var casts: [Int: Int] = [:]
        let original = steps
        steps = []
        for var step in original {
            let role = role(of: step)
            for (input, view) in step.inputs.enumerated() {
                guard view.type.elementType == .float32, !isConstant(view) else { continue }
                let wanted = role.takesNarrow(input, result: narrow[step.result.buffer])
                step.inputs[input] = View(
                    buffer: narrow[view.buffer] == wanted
                        ? view.buffer : cast(view, isNarrow: wanted, &casts),
                    type: view.type.narrowed(wanted))
            }
            step.result = View(
                buffer: step.result.buffer,
                type: step.result.type.narrowed(narrow[step.result.buffer]))
            steps.append(step)
        }
    }

    /// What a step is to values of half the width.
    private enum Role {
        /// Multiplies its first input by constants; a residual is of the result's type.
        case product(residual: Int?)
        /// Does the same to values of either type.
        case uniform
        case wide

        func takesNarrow(_ input: Int, result isNarrow: Bool) -> Bool {
            switch self {
            case .product(let residual): input == 0 || (input == residual && isNarrow)
            case .uniform: isNarrow
            case .wide: false
            }
        }
    }

    private func role(of step: Step) -> Role {
        guard (step.inputs + [step.result]).allSatisfy({ $0.type.elementType == .float32 }) else {
            return .wide
        }
        switch step.operation {
        case .convolution, .depthwiseConvolution:
            guard isConstant(step.inputs[1]) else { return .wide }
            return .product(residual: step.operation.epilogue?.residualIndex)
        case .matrixProduct(let product):
            guard isConstant(step.inputs[1]), step.inputs[1].type.rank == 2,
                !product.transposesLeft
            else { return .wide }
            return .product(residual: product.epilogue.residualIndex)
        case .channelAffine, .pooling, .unary, .binary, .transposition, .concatenation, .padding,
            .slice:
            return .uniform
        case .input, .constant, .batchNormalization, .softmax, .reduction, .reshape, .selection,
            .cast, .argMax:
            return .wide
        }
    }

    /// For each buffer whether its values are narrow.
    private var narrowBuffers: [Bool] {
        var isNarrow = [Bool](repeating: false, count: buffers.count)
        let given = Set(outputs.map(\.view.buffer))
        for step in steps.reversed() {
            let (role, result) = (role(of: step), step.result.buffer)
            if case .wide = role { isNarrow[result] = false }
            if given.contains(result) { isNarrow[result] = false }
            for (input, view) in step.inputs.enumerated()
            where role.takesNarrow(input, result: isNarrow[result]) {
                if case .computed = buffers[view.buffer] { isNarrow[view.buffer] = true }
            }
        }
        return isNarrow
    }

    private func isConstant(_ view: View) -> Bool {
        if case .constant = buffers[view.buffer] { true } else { false }
    }

    /// The buffer of a value in the other type, which its first reader's cast writes.
    private mutating func cast(
        _ view: View, isNarrow: Bool, _ casts: inout [Int: Int]
    ) -> Int {
        if let buffer = casts[view.buffer] { return buffer }
        let type = view.type.narrowed(isNarrow)
        buffers.append(.computed)
        casts[view.buffer] = buffers.count - 1
        steps.append(
            Step(
                name: isNarrow ? "narrow" : "widen",
                operation: .cast(Cast(to: type.elementType)),
                inputs: [View(buffer: view.buffer, type: view.type.narrowed(!isNarrow))],
                result: View(buffer: buffers.count - 1, type: type)))
        return buffers.count - 1
    }
}

extension ValueType {
    /// The same dimensions of `bfloat16`, or as they are.
    fileprivate func narrowed(_ isNarrow: Bool) -> ValueType {
        isNarrow ? ValueType(.bfloat16, dimensions) : self
    }
}
