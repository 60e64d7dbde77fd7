import Tensors

/// A walk over the elements of a dense result, with the place of each element in up to three
/// strided operands.
///
/// Neighbouring dimensions that can be walked as one are merged, so that the inner loop is long.
struct StridedWalk {
    private var extents: [Int] = []
    private var strides: [(Int, Int, Int)] = []

    /// Makes a walk over `extents`.
    ///
    /// Each operand has a stride, in elements, for each dimension. A stride of 0 repeats.
    init(_ extents: [Int], _ a: [Int], _ b: [Int]? = nil, _ c: [Int]? = nil) {
        for axis in extents.indices where extents[axis] != 1 {
            let step = (a[axis], b?[axis] ?? 0, c?[axis] ?? 0)
            let extent = extents[axis]
            if let last = strides.last, last.0 == step.0 * extent, last.1 == step.1 * extent,
                last.2 == step.2 * extent
            {
                self.extents[self.extents.count - 1] *= extent
                strides[strides.count - 1] = step
            } else {
                self.extents.append(extent)
                strides.append(step)
            }
        }
        if self.extents.isEmpty {
            self.extents = [1]
            strides = [(0, 0, 0)]
        }
    }

    /// The stride of each operand within a run.
    var innerStrides: (Int, Int, Int) { strides[strides.count - 1] }

    /// Calls the closure for each run along the innermost dimension with its length, its place in
    /// the result and its places in the operands.
    @inline(__always)
    func forEachRun(_ body: (_ count: Int, _ result: Int, _ a: Int, _ b: Int, _ c: Int) -> Void) {
        guard !extents.contains(0) else { return }
        let inner = extents[extents.count - 1]
        let outer = extents.count - 1
        withUnsafeTemporaryAllocation(of: Int.self, capacity: outer) { index in
            index.initialize(repeating: 0)
            var (result, a, b, c) = (0, 0, 0, 0)
            while true {
                body(inner, result, a, b, c)
                result += inner
                var axis = outer - 1
                while axis >= 0 {
                    index[axis] += 1
                    a += strides[axis].0
                    b += strides[axis].1
                    c += strides[axis].2
                    if index[axis] < extents[axis] { break }
                    index[axis] = 0
                    a -= strides[axis].0 * extents[axis]
                    b -= strides[axis].1 * extents[axis]
                    c -= strides[axis].2 * extents[axis]
                    axis -= 1
                }
                if axis < 0 { return }
            }
        }
    }
}

extension Shape {
    /// The strides with which this shape is walked when it is stretched to `result`: 0 where an
    /// extent of 1 repeats.
    func strides(stretchedTo result: Shape) -> [Int] {
        let (own, missing) = (strides, result.rank - rank)
        return (0..<result.rank).map { axis in
            axis < missing || self[axis - missing] == 1 ? 0 : own[axis - missing]
        }
    }
}
