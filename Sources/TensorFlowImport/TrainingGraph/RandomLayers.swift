/// Finds what training adds by chance: dropout and noise, to leave them out.
///
/// Only what can't run otherwise is matched: a tensor of random numbers that meets the data in a
/// product, a choice or a sum.
struct RandomLayers {
    private let resolution: BranchResolution
    private var graph: TrainingGraph { resolution.graph }

    init(_ resolution: BranchResolution) { self.resolution = resolution }

    /// What a tensor is at inference, if it is the result of dropout or of added noise.
    func withoutChance(_ tensor: TensorReference) -> TensorReference? {
        let node = graph[tensor]
        guard tensor.output == 0 else { return nil }
        switch (node.op, node.inputs.count) {
        case ("Mul", 2):
            // x / keep · floor(keep + random), or x · scale · cast(random ≥ rate).
            for (data, mask) in [(0, 1), (1, 0)] where isMask(node.inputs[mask]) {
                return unscaled(node.inputs[data])
            }
        case ("Select", 3), ("SelectV2", 3):
            // random ≥ rate ? x · scale : 0
            if isMask(node.inputs[0]) { return unscaled(node.inputs[1]) }
        case ("Add", 2), ("AddV2", 2):
            for (data, noise) in [(0, 1), (1, 0)] where isNoise(node.inputs[noise]) {
                return node.inputs[data]
            }
        default: break
        }
        return nil
    }

    /// Dropout divides by the share that is kept; without it, nothing is divided.
    private func unscaled(_ tensor: TensorReference) -> TensorReference? {
        let node = graph[resolution.origin(of: tensor)]
        guard node.inputs.count == 2 else { return nil }
        switch node.op {
        case "RealDiv", "Div": return isParameter(node.inputs[1]) ? node.inputs[0] : nil
        case "Mul":
            if isParameter(node.inputs[1]) { return node.inputs[0] }
            return isParameter(node.inputs[0]) ? node.inputs[1] : nil
        default: return nil
        }
    }

    private static let depthLimit = 16

    /// Whether a tensor is zeros and ones by chance.
    private func isMask(_ tensor: TensorReference, depth: Int = 0) -> Bool {
        let node = graph[resolution.origin(of: tensor)]
        guard depth < Self.depthLimit else { return false }
        switch node.op {
        case "Cast": return node.inputs.contains { isMask($0, depth: depth + 1) }
        case "Floor": return node.inputs.contains { isUniform($0) }
        case "GreaterEqual", "Greater", "Less", "LessEqual":
            return node.inputs.count == 2
                && (isUniform(node.inputs[0]) && isParameter(node.inputs[1])
                    || isUniform(node.inputs[1]) && isParameter(node.inputs[0]))
        default: return false
        }
    }

    /// Whether a tensor is uniform random numbers, moved or scaled by parameters.
    private func isUniform(_ tensor: TensorReference) -> Bool {
        isRandom(tensor, ["RandomUniform", "StatelessRandomUniform", "StatelessRandomUniformV2"])
    }

    private func isNoise(_ tensor: TensorReference) -> Bool {
        isRandom(
            tensor,
            [
                "RandomStandardNormal", "StatelessRandomNormal", "StatelessRandomNormalV2",
                "TruncatedNormal",
            ])
    }

    private func isRandom(
        _ tensor: TensorReference, _ generators: Set<String>, depth: Int = 0
    ) -> Bool {
        let node = graph[resolution.origin(of: tensor)]
        if generators.contains(node.op) { return true }
        guard depth < Self.depthLimit, node.inputs.count == 2 else { return false }
        switch node.op {
        case "Add", "AddV2", "Mul", "Sub":
            for (random, parameter) in [(0, 1), (1, 0)]
            where isParameter(node.inputs[parameter]) {
                if isRandom(node.inputs[random], generators, depth: depth + 1) { return true }
            }
            return false
        default: return false
        }
    }

    /// Whether a tensor is a number that people set: a rate, a deviation, or computed from such.
    private func isParameter(_ tensor: TensorReference, depth: Int = 0) -> Bool {
        let node = graph[resolution.origin(of: tensor)]
        guard depth < Self.depthLimit else { return false }
        switch node.op {
        case "Const", "PlaceholderWithDefault": return true
        case "Placeholder":
            // Scripts often leave the shape of `keep_prob` open; a batch has a shape.
            guard let shape = node.attributes.shape("shape") else { return true }
            return shape.dim.isEmpty
        case "Sub", "Add", "AddV2", "RealDiv", "Div", "Mul", "Cast", "Reciprocal", "Maximum",
            "Minimum", "Select", "SelectV2", "Merge":
            return !node.inputs.isEmpty
                && node.inputs.allSatisfy { isParameter($0, depth: depth + 1) }
        default: return false
        }
    }
}
