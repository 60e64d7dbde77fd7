import Checkpoints

/// The moving averages that training keeps, found by the operators that update them.
///
/// An average is a variable that is assigned a weighted sum of itself and another tensor: what
/// `assign_moving_average`, `tf.train.ExponentialMovingAverage` or hand-written updates leave in a
/// graph. In inference the average takes the place of what feeds it; that alone turns batch
/// statistics into moving ones, whatever the layer looks like.
struct MovingAverages {
    /// A variable that takes the place of a tensor.
    struct Average: Hashable {
        /// The variable's node.
        let variable: Int
        /// The dimensions to give it, or nil if it has the tensor's own.
        let dimensions: [Int]?
    }

    /// The averages of each tensor; more than one if several variables average the same tensor.
    private(set) var averages: [TensorReference: [Average]] = [:]
    /// The averages of other variables' values, by the variable averaged: the shadows of weights.
    private(set) var shadows: [Int: [Int]] = [:]

    private let resolution: BranchResolution
    private var graph: TrainingGraph { resolution.graph }

    init(_ resolution: BranchResolution) {
        self.resolution = resolution
        var fed: [(variable: Int, tensor: TensorReference)] = []
        var corrected: [(variable: Int, biased: Int)] = []
        for node in graph.nodes where node.isAssignment {
            guard let target = node.inputs.first, let variable = variable(target),
                let sum = WeightedSum(assignment: node, resolution)
            else { continue }
            if let tensor = averagedTensor(sum, into: variable) {
                fed.append((variable, tensor))
            } else if let biased = onlyOtherVariable(sum, than: variable) {
                corrected.append((variable, biased))
            }
        }
        // An average that starts at zero is kept in a second variable and assigned after removing
        // its bias; the variable that holds the corrected value is the one people save and use.
        let unbiased = Dictionary(
            corrected.map { ($0.biased, $0.variable) }, uniquingKeysWith: { first, _ in first })
        for (variable, tensor) in fed {
            record(unbiased[variable] ?? variable, for: tensor)
        }
    }

    /// The variable whose value, handle or reference a tensor is; nil if it is none's.
    private func variable(_ tensor: TensorReference) -> Int? {
        var origin = resolution.origin(of: tensor)
        // The result of an assignment is the variable, and may be assigned to in turn.
        for _ in 0..<8 {
            guard graph[origin].isAssignment, let target = graph[origin].inputs.first else { break }
            origin = resolution.origin(of: target)
        }
        return graph[origin].isVariable ? origin.node : nil
    }

    /// The tensor that is averaged, if the sum is of the variable and one other tensor.
    private func averagedTensor(_ sum: WeightedSum, into target: Int) -> TensorReference? {
        var isDecayed = false
        var ownTerms = 0
        var others: [WeightedSum.Term] = []
        for term in sum.terms {
            if variable(term.origin) == target {
                ownTerms += 1
                isDecayed = isDecayed || term.isScaled
            } else {
                others.append(term)
            }
        }
        guard ownTerms > 0, isDecayed, others.count == 1, let value = others.first,
            value.isScaled, !value.isNegative, graph[value.origin].op != "Const"
        else { return nil }
        return value.tensor
    }

    /// The variable that is assigned to another after scaling it.
    private func onlyOtherVariable(_ sum: WeightedSum, than target: Int) -> Int? {
        guard sum.terms.count == 1, let term = sum.terms.first, term.isScaled, !term.isNegative,
            let other = variable(term.origin), other != target
        else { return nil }
        return other
    }

    /// Notes the average for a tensor and for what it is a mere view of.
    private mutating func record(_ variable: Int, for tensor: TensorReference) {
        guard let shape = graph.nodes[variable].attributes.shape("shape") else { return }
        let extents = shape.dim.map { Int($0.size) }
        var view = View(tensor: tensor, dimensions: extents)
        var views = [view]
        while let next = step(view) {
            view = next
            views.append(next)
        }
        if graph[view.tensor].isVariable {
            let averaged = view.tensor.node
            if averaged != variable, shadows[averaged]?.contains(variable) != true {
                shadows[averaged, default: []].append(variable)
            }
            return
        }
        for view in views {
            let average = Average(
                variable: variable,
                dimensions: view.dimensions == extents ? nil : view.dimensions)
            if averages[view.tensor]?.contains(average) != true {
                averages[view.tensor, default: []].append(average)
            }
        }
    }

    /// A tensor with the same elements as an average, and the average's dimensions in its place.
    private struct View {
        let tensor: TensorReference
        let dimensions: [Int]
    }

    /// The tensor that a view only gives another shape or passes on.
    private func step(_ view: View) -> View? {
        let node = graph[view.tensor]
        if let next = resolution.passedOn(by: view.tensor) {
            return View(tensor: next, dimensions: view.dimensions)
        }
        guard let source = node.inputs.first, view.tensor.output == 0 else { return nil }
        switch node.op {
        case "Cast": return View(tensor: source, dimensions: view.dimensions)
        case "Squeeze":
            return self.view(of: source, withOnesAt: node.attributes.integers("squeeze_dims"), view)
        case "Reshape":
            // What was reduced with its dimensions kept has ones where it was reduced.
            return reducedAxes(source).flatMap { self.view(of: source, withOnesAt: $0, view) }
        default: return nil
        }
    }

    private func view(
        of source: TensorReference, withOnesAt axes: [Int], _ view: View
    ) -> View? {
        let rank = view.dimensions.count + axes.count
        guard !axes.isEmpty, axes.allSatisfy({ (-rank..<rank).contains($0) }) else { return nil }
        var dimensions = view.dimensions
        for axis in axes.map({ $0 < 0 ? $0 + rank : $0 }).sorted() {
            guard axis <= dimensions.count else { return nil }
            dimensions.insert(1, at: axis)
        }
        return View(tensor: source, dimensions: dimensions)
    }

    /// The axes that a mean reduced, if it kept them with extent 1.
    private func reducedAxes(_ tensor: TensorReference) -> [Int]? {
        let node = graph[resolution.origin(of: tensor)]
        guard node.op == "Mean", node.attributes.bool("keep_dims"), node.inputs.count == 2,
            let axes = graph[resolution.origin(of: node.inputs[1])].attributes.tensor("value"),
            axes.dtype.elementType == .int32
        else { return nil }
        return (try? axes.tensor())?.elements(as: Int32.self).map(Int.init)
    }
}
