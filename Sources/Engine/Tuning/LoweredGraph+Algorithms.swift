import Graph
import Tensors

extension LoweredGraph {
    /// Chooses each step's algorithm by what was measured before, elsewhere.
    mutating func chooseAlgorithms(for instructions: VectorInstructionSet = .ofThisProcessor) {
        chooseForLargeFilters()
        for index in steps.indices where steps[index].isSinglePrecision {
            switch steps[index].operation {
            case .convolution(let convolution):
                guard case .constant = buffers[steps[index].inputs[1].buffer] else { continue }
                if let layer = WinogradLayer(convolution, steps[index]),
                    case .winograd(let tile) = layer.algorithm(for: instructions)
                {
                    steps[index].algorithm = .winograd(tile: tile)
                } else if let layer = PanelLayer(steps[index]),
                    layer.isFaster(on: instructions) || layer.isWrongInLibrary(on: instructions)
                {
                    steps[index].algorithm = .panels
                }
            case .matrixProduct:
                guard case .constant = buffers[steps[index].inputs[1].buffer],
                    let layer = PanelLayer(steps[index]),
                    layer.isFaster(on: instructions) || layer.isWrongInLibrary(on: instructions)
                else { continue }
                steps[index].algorithm = .panels
            case .depthwiseConvolution(let convolution):
                // The library's first choice, on batched products, takes 1.1 to 1.6 times as long.
                // Its other one is fastest where the result is only limited, ours where it is curved.
                steps[index].algorithm =
                    convolution.epilogue.isCurved
                        && steps[index].isVectorDepthwise(convolution, instructions)
                    ? .vector : .library(implementation: "jit_dw:avx512_core")
            default: continue
            }
        }
        chooseNarrowAlgorithms(for: instructions)
    }

    /// Keeps convolutions with large filters from the library's first choice on AVX-512.
    ///
    /// The names are not offered without AVX-512, nor needed.
    private mutating func chooseForLargeFilters() {
        for index in steps.indices where steps[index].hasLargeFilter {
            let isNarrow = steps[index].inputs[0].type.elementType == .bfloat16
            steps[index].algorithm = .library(
                implementation: isNarrow ? "jit_bf16:avx512_core_bf16" : "jit:avx512_core")
        }
    }

    /// Chooses between a direct convolution in `bfloat16` and Winograd's algorithm in `float32`.
    ///
    /// With the casts around it Winograd's takes 0.7 of the direct one's time where an image has 28×28
    /// results and more, and 0.9 with 14×14, which is not worth weights of eight times the bytes. In
    /// `bfloat16` it would be too far off: transforming rounded points makes errors five to seven times
    /// as large.
    private mutating func chooseNarrowAlgorithms(for instructions: VectorInstructionSet) {
        for index in steps.indices
        where steps[index].inputs.first?.type.elementType == .bfloat16 {
            guard case .convolution(let convolution) = steps[index].operation,
                steps[index].inputs[1].type.elementType == .float32,
                let layer = WinogradLayer(convolution, steps[index]),
                layer.resultHeight * layer.resultWidth >= 512
            else { continue }
            steps[index].algorithm = layer.algorithm(for: instructions)
        }
    }
}

extension LoweredGraph.Step {
    /// Whether our own kernel computes the step, which is such a convolution.
    func isVectorDepthwise(
        _ convolution: DepthwiseConvolution, _ instructions: VectorInstructionSet
    ) -> Bool {
        guard let filter = inputs[1].type.fixedShape else { return false }
        return VectorDepthwiseKernel.computes(convolution, filter: filter, instructions)
    }

    /// Whether it is a convolution whose filter is larger than 3×3.
    ///
    /// oneDNN 2.6.3's batched products (`brgconv`) are at times made wrong for these, and stay wrong
    /// until they are freed: of 160 fresh processes that made 5×5 and 7×7 convolutions on several
    /// threads, 15 got other numbers from one of them, and of 48 with `MALLOC_PERTURB_` set none, as
    /// if something were read before it is written. With the other implementations none of 150 did.
    var hasLargeFilter: Bool {
        guard case .convolution = operation, let filter = inputs[1].type.fixedShape else {
            return false
        }
        return filter[0] * filter[1] > 9
    }
}

extension PanelLayer {
    /// Whether panels take less time than the library, by what was measured.
    ///
    /// Against oneDNN on one AVX-512 core (Zen 4): with one place 0.6–0.75 of its time, over 7×7 places
    /// 0.83–1.0, over more 0.74–1.0 where the result's channels are no multiple of 64. Else the library
    /// is as fast, and faster by up to a tenth where there is a residual or the results of neighbouring
    /// places lie a multiple of 4 KiB apart, in one set of the first cache. With swish and the like
    /// panels win throughout. Larger filters were measured on images of colours only.
    func isFaster(on instructions: VectorInstructionSet) -> Bool {
        let isPoint = filter == [1, 1]
        if isCurved { return isPoint }
        guard instructions.width == 16, isPoint || images[3] <= 4 && filter[0] * filter[1] <= 9
        else { return false }
        let (places, channels) = (result[1] * result[2], result[3])
        return places == 1 || channels % 64 != 0 || places < 64 && channels % 1024 != 0
    }

    /// Whether the library would add the residual wrongly, which then must not be given it.
    func isWrongInLibrary(on instructions: VectorInstructionSet) -> Bool {
        residualIndex != nil && !instructions.haveResidualsAddedRight(toChannels: result[3])
    }
}

extension WinogradLayer {
    /// The tiles' extents that the layer can be computed with on a processor.
    func tiles(for instructions: VectorInstructionSet) -> [Int] {
        channels % WinogradLayer.channelMultiple == 0
            && resultChannels % instructions.winogradResultMultiple == 0
            ? WinogradLayer.tiles : []
    }

    /// The fastest algorithm over all batch sizes, by what was measured.
    ///
    /// Against oneDNN's direct convolution on one AVX-512 core (Zen 4), with weights from memory,
    /// tiles of 4×4 take 0.36–0.45 of its time for 14×14 results and more and 0.65 for 7×7, tiles
    /// of 2×2 take 0.54–0.59 and 0.67. Large tiles need four times the weights, small ones less
    /// than twice: where results are few and weights many, memory decides, unless there are so many
    /// that large tiles transform them as they run.
    func algorithm(for instructions: VectorInstructionSet) -> Algorithm {
        let results = resultHeight * resultWidth
        guard !tiles(for: instructions).isEmpty, results >= 16 else { return .direct }
        let leastForLarge = layout(tile: 4) == .winogradGathered ? 36 : 64
        return .winograd(tile: results >= leastForLarge ? 4 : 2)
    }
}
