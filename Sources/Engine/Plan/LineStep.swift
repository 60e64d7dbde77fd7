import Graph

/// A step as a computation of lines of images from lines of images.
struct LineStep: Sendable {
    /// A value of which lines are read.
    struct Read: Sendable {
        let buffer: Int
        let height: Int
        let lineByteCount: Int
        /// The steps from a line's first input line to the next one's, the lines it reads, and where
        /// the first one's begin.
        let stride: Int
        let reach: Int
        let start: Int

        /// The first line that is read for a line.
        func first(for line: Int) -> Int { min(height, max(0, line * stride + start)) }

        /// The index after the last line that is read for the lines up to an index.
        func end(for end: Int) -> Int {
            end == 0 ? 0 : min(height, max(0, (end - 1) * stride + start + reach))
        }
    }

    let buffer: Int
    let height: Int
    let lineByteCount: Int
    /// Parts begin and end at a multiple of this, or at the image's end.
    let lineMultiple: Int
    let reads: [Read]
    /// The bytes of what is read whole: filters and biases.
    let wholeByteCount: Int
    /// The bytes of all images that are read or written.
    let imageByteCount: Int

    /// The first place at or after a line where a part may end.
    func partEnd(_ line: Int) -> Int {
        min(height, (line + lineMultiple - 1) / lineMultiple * lineMultiple)
    }

    /// Makes it of a step; nil if the step can't be computed line by line.
    init?(_ step: LoweredGraph.Step) {
        guard step.result.type.isImages, let height = step.result.type.dimensions[1].fixedExtent,
            height > 0, let all = step.part(.lines(0..<height))
        else { return nil }
        let cut = Tile.Cut.lines(0..<height)
        buffer = step.result.buffer
        self.height = height
        lineMultiple = step.algorithm.lineMultiple
        lineByteCount = cut.unitByteCount(of: step.result.type)
        var reads: [Read] = []
        var wholeByteCount = 0
        for (index, view) in step.inputs.enumerated() {
            guard all.inputs[index] != nil, let height = view.type.dimensions[1].fixedExtent else {
                wholeByteCount += view.type.byteCount(rows: 1)
                continue
            }
            var (stride, reach, start) = (1, 1, 0)
            if index == 0, let (window, size) = step.lineWindow {
                stride = window.strides[0]
                reach = (size - 1) * window.dilations[0] + 1
                start = -window.padding[0].before
            }
            reads.append(
                Read(
                    buffer: view.buffer, height: height,
                    lineByteCount: cut.unitByteCount(of: view.type), stride: stride, reach: reach,
                    start: start))
        }
        self.reads = reads
        self.wholeByteCount = wholeByteCount
        imageByteCount = reads.reduce(height * lineByteCount) { $0 + $1.height * $1.lineByteCount }
    }
}

extension LoweredGraph.Step {
    /// How the step's window moves over the lines of its first input, and its height.
    fileprivate var lineWindow: (Window, size: Int)? {
        switch operation {
        case .convolution(let payload):
            inputs[1].type.dimensions.first?.fixedExtent.map { (payload.window, $0) }
        case .depthwiseConvolution(let payload):
            inputs[1].type.dimensions.first?.fixedExtent.map { (payload.window, $0) }
        case .pooling(let payload): (payload.window, payload.size[0])
        default: nil
        }
    }
}
