import Wire

/// The functions a graph calls, and what is known of operators' outputs within them.
struct FunctionLibrary {
    private let functions: [String: TFFunctionDef]
    private let operators: [String: TFOpDef]

    init(_ library: TFFunctionDefLibrary, operators: TFOpList) {
        functions = Dictionary(
            library.function.map { ($0.signature.name, $0) },
            uniquingKeysWith: { first, _ in first })
        self.operators = Dictionary(
            operators.op.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(name: String) -> TFFunctionDef? { functions[name] }

    /// The position among a node's outputs of `argument`, as inputs within functions name it.
    ///
    /// Operators with one result, of one or several tensors, need no entry.
    func position(of argument: String, op: String, attributes: NodeAttributes) -> Int {
        if let position = Self.results[op]?.firstIndex(of: argument) { return position }
        guard let definition = operators[op] else { return 0 }
        var position = 0
        for output in definition.outputArg {
            if output.name == argument { return position }
            if !output.numberAttr.isEmpty {
                position += attributes.integer(output.numberAttr) ?? 1
            } else if !output.typeListAttr.isEmpty {
                position += attributes.types(output.typeListAttr).count
            } else {
                position += 1
            }
        }
        return 0
    }

    /// Operators with several named results, for graphs saved without their definitions.
    private static let results: [String: [String]] = {
        let statistics = [
            "y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2",
        ]
        return [
            "FusedBatchNorm": statistics,
            "FusedBatchNormV2": statistics,
            "FusedBatchNormV3": statistics + ["reserve_space_3"],
            "Switch": ["output_false", "output_true"],
            "RefSwitch": ["output_false", "output_true"],
            "Merge": ["output", "value_index"],
            "RefMerge": ["output", "value_index"],
            "SoftmaxCrossEntropyWithLogits": ["loss", "backprop"],
            "SparseSoftmaxCrossEntropyWithLogits": ["loss", "backprop"],
            "TopK": ["values", "indices"],
            "TopKV2": ["values", "indices"],
        ]
    }()
}
