import Graph

/// The part of a step's result that one kernel computes.
struct Tile: Hashable, Sendable {
    /// How many rows of the batch.
    var rows: Int
    /// Which part of each image; nil for all.
    var cut: Cut?

    /// A part of images `[N, height, width, channels]`.
    enum Cut: Hashable, Sendable {
        /// Some lines.
        case lines(Range<Int>)
        /// Some places, counted line by line.
        case places(Range<Int>)
        /// Some channels of every place.
        case channels(Range<Int>)

        var range: Range<Int> {
            switch self {
            case .lines(let range), .places(let range), .channels(let range): range
            }
        }

        /// The bytes of one line or place of a value; of all places for a channel.
        func unitByteCount(of type: ValueType) -> Int {
            let axis =
                switch self {
                case .lines: 2
                case .places: 3
                case .channels: 1
                }
            return type.dimensions[axis...].reduce(type.elementType.byteCount) {
                $0 * $1.extent(batchSize: 1)
            }
        }

        /// The bytes of a value's image among which the part's are.
        func bytes(of type: ValueType) -> Range<Int> {
            let unit = unitByteCount(of: type)
            return if case .channels = self {
                0..<unit
            } else {
                range.lowerBound * unit..<range.upperBound * unit
            }
        }
    }
}

extension LoweredGraph {
    /// A step that computes a part of another's result, and what it reads for that.
    struct Part: Sendable {
        let step: Step
        /// The parts of the inputs' images; nil for the whole input.
        let inputs: [Tile.Cut?]
    }
}

extension LoweredGraph.Step {
    /// The step that computes a part of each image; nil if there is no such step.
    ///
    /// It adds the same products in the same order, so that the part has the same bits.
    func part(_ cut: Tile.Cut) -> LoweredGraph.Part? {
        switch cut {
        case .lines(let lines): result.type.isImages ? part(lines: lines) : nil
        case .places(let places): result.type.isImages ? part(places: places) : nil
        case .channels(let channels): part(channels: channels)
        }
    }

    /// There are kernels for some channels of constant filters only.
    private func part(channels: Range<Int>) -> LoweredGraph.Part? {
        guard isSinglePrecision, let multiple = channelMultiple,
            channels.lowerBound % multiple == 0,
            channels.upperBound % multiple == 0
                || result.type.dimensions.last == .fixed(channels.upperBound)
        else { return nil }
        var step = self
        step.resultChannels = channels
        return LoweredGraph.Part(step: step, inputs: inputs.map { _ in nil })
    }

    /// What kernels for some channels begin at a multiple of; nil if there are none.
    private var channelMultiple: Int? {
        let instructions = VectorInstructionSet.ofThisProcessor
        if algorithm == .panels { return instructions.panelColumnMultiple }
        return winograd(for: instructions).map { _ in instructions.winogradResultMultiple }
    }

    private func part(lines: Range<Int>) -> LoweredGraph.Part? {
        let multiple = algorithm.lineMultiple
        guard lines.lowerBound % multiple == 0,
            lines.upperBound % multiple == 0
                || result.type.dimensions[1] == .fixed(lines.upperBound)
        else { return nil }
        var operation = operation
        var first = lines
        switch operation {
        case .convolution(var payload):
            guard let size = inputs[1].type.dimensions.first?.fixedExtent,
                let needed = payload.window.cut(to: lines, size: size, of: inputs[0].type)
            else { return nil }
            first = needed
            operation = .convolution(payload)
        case .depthwiseConvolution(var payload):
            guard let size = inputs[1].type.dimensions.first?.fixedExtent,
                let needed = payload.window.cut(to: lines, size: size, of: inputs[0].type)
            else { return nil }
            first = needed
            operation = .depthwiseConvolution(payload)
        case .pooling(var payload):
            guard
                let needed = payload.window.cut(
                    to: lines, size: payload.size[0], of: inputs[0].type)
            else { return nil }
            first = needed
            operation = .pooling(payload)
        case .concatenation(let payload) where payload.axis < 2: return nil
        case .concatenation, .unary, .binary, .channelAffine, .cast: break
        default: return nil
        }
        return part(of: operation, .lines(lines), first: .lines(first)) { type, cut in
            var dimensions = type.dimensions
            dimensions[1] = .fixed(cut.range.count)
            return type.with(dimensions: dimensions)
        }
    }

    private func part(places: Range<Int>) -> LoweredGraph.Part? {
        switch operation {
        case .convolution(let payload):
            let extents = inputs[1].type.dimensions.prefix(2).map(\.fixedExtent)
            guard extents == [1, 1], payload.window.isUnpadded, payload.window.strides == [1, 1]
            else { return nil }
        case .unary, .binary, .channelAffine, .cast: break
        default: return nil
        }
        return part(of: operation, .places(places), first: .places(places)) { type, cut in
            var dimensions = type.dimensions
            (dimensions[1], dimensions[2]) = (.fixed(1), .fixed(cut.range.count))
            return type.with(dimensions: dimensions)
        }
    }

    private func part(
        of operation: Operation, _ cut: Tile.Cut, first: Tile.Cut,
        resize: (ValueType, Tile.Cut) -> ValueType
    ) -> LoweredGraph.Part? {
        var cuts: [Tile.Cut?] = []
        var views: [LoweredGraph.View] = []
        for (index, view) in inputs.enumerated() {
            // Filters, vectors of channels and values of one place are read whole.
            var inputCut: Tile.Cut?
            if index == 0, view.type.isImages, !operation.isElementwise {
                inputCut = first
            } else if view.type.isImages,
                view.type.dimensions[1...2] == result.type.dimensions[1...2]
            {
                inputCut = cut
            } else if !view.type.isSpread {
                guard index == 1, operation.hasFilter else { return nil }
            }
            cuts.append(inputCut)
            views.append(
                LoweredGraph.View(
                    buffer: view.buffer,
                    type: inputCut.map { resize(view.type, $0) } ?? view.type))
        }
        if cuts.first == .some(nil), !operation.isElementwise { return nil }
        var result = result
        result = LoweredGraph.View(buffer: result.buffer, type: resize(result.type, cut))
        return LoweredGraph.Part(
            step: LoweredGraph.Step(
                name: name, operation: operation, inputs: views, result: result,
                overwrittenInput: overwrittenInput, algorithm: algorithm), inputs: cuts)
    }
}

extension ValueType {
    /// Whether it is a batch of images of known size.
    var isImages: Bool {
        rank == 4 && dimensions[0] == .batch
            && dimensions.dropFirst().allSatisfy { $0.fixedExtent != nil }
    }

    /// The number of places that have channels in a row of the batch; nil if it is not fixed.
    var placeCount: Int? {
        guard rank > 1, dimensions[0] == .batch else { return nil }
        return dimensions.dropFirst().dropLast().reduce(1) { count, dimension in
            count.flatMap { count in dimension.fixedExtent.map { count * $0 } }
        }
    }

    /// Whether the dimensions of height and width have extent 1, so that it is the same everywhere.
    fileprivate var isSpread: Bool {
        dimensions.suffix(3).dropLast().allSatisfy { $0 == .fixed(1) }
    }
}

extension Window {
    /// Becomes the window that gives only some lines; says which lines of the images it reads, or
    /// nil if some of the lines lie wholly in the padding.
    fileprivate mutating func cut(
        to lines: Range<Int>, size: Int, of images: ValueType
    ) -> Range<Int>? {
        guard images.isImages, let height = images.dimensions[1].fixedExtent else { return nil }
        let reach = (size - 1) * dilations[0] + 1
        let first = lines.lowerBound * strides[0] - padding[0].before
        let end = (lines.upperBound - 1) * strides[0] - padding[0].before + reach
        guard first + reach > 0, end - reach < height else { return nil }
        padding[0] = EdgePadding(before: max(0, -first), after: max(0, end - height))
        return max(0, first)..<min(height, end)
    }
}

extension Operation {
    fileprivate var hasFilter: Bool {
        switch self {
        case .convolution, .depthwiseConvolution: true
        default: false
        }
    }

    fileprivate var isElementwise: Bool {
        switch self {
        case .unary, .binary, .channelAffine, .cast: true
        default: false
        }
    }
}
