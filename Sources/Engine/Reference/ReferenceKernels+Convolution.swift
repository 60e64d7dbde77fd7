import Graph
import Tensors

extension ReferenceKernels {
    /// The sums of the convolution, without its epilogue.
    static func convolution(
        _ operation: Convolution, _ images: Operand, _ filter: Operand, into result: Destination
    ) {
        ConvolutionKernel(
            window: operation.window, groups: operation.groups, images: images, filter: filter,
            result: result
        ).run(for: result.elementType)
    }

    /// The sums of the convolution, without its epilogue.
    static func depthwiseConvolution(
        _ operation: DepthwiseConvolution, _ images: Operand, _ filter: Operand,
        into result: Destination
    ) {
        DepthwiseKernel(
            window: operation.window, images: images, filter: filter, result: result
        ).run(for: result.elementType)
    }
}

/// Where windows lie over NHWC images.
struct WindowPlaces {
    let window: Window
    let images: Shape
    let result: Shape

    /// Calls the closure for every place of the result with the offset of its first channel, the
    /// image, and the place's row and column.
    @inline(__always)
    func forEach(_ body: (_ offset: Int, _ image: Int, _ row: Int, _ column: Int) -> Void) {
        var offset = 0
        for image in 0..<result[0] {
            for row in 0..<result[1] {
                for column in 0..<result[2] {
                    body(offset, image, row, column)
                    offset += result[3]
                }
            }
        }
    }

    /// Calls the closure for every element of a window that lies within the image, with its index
    /// in the window and the offset of its first channel in the images.
    @inline(__always)
    func forEachElement(
        height: Int, width: Int, image: Int, row: Int, column: Int,
        _ body: (_ element: Int, _ offset: Int) -> Void
    ) {
        let top = row * window.strides[0] - window.padding[0].before
        let left = column * window.strides[1] - window.padding[1].before
        for y in 0..<height {
            let sourceRow = top + y * window.dilations[0]
            guard sourceRow >= 0, sourceRow < images[1] else { continue }
            for x in 0..<width {
                let sourceColumn = left + x * window.dilations[1]
                guard sourceColumn >= 0, sourceColumn < images[2] else { continue }
                let offset = ((image * images[1] + sourceRow) * images[2] + sourceColumn)
                body(y * width + x, offset * images[3])
            }
        }
    }
}

private struct ConvolutionKernel: RealKernel {
    let window: Window
    let groups: Int
    let images: Operand
    let filter: Operand
    let result: Destination

    func run<Element: RealNumber>(_: Element.Type) {
        let (source, weights) = (images.elements(Element.self), filter.elements(Element.self))
        let output = result.elements(Element.self)
        let (height, width) = (filter.shape[0], filter.shape[1])
        let (groupInputs, outputs) = (filter.shape[2], filter.shape[3])
        let groupOutputs = outputs / groups
        let places = WindowPlaces(window: window, images: images.shape, result: result.shape)
        places.forEach { start, image, row, column in
            let sums = output + start
            sums.update(repeating: 0, count: outputs)
            places.forEachElement(
                height: height, width: width, image: image, row: row, column: column
            ) { element, offset in
                for group in 0..<groups {
                    let pixel = source + (offset + group * groupInputs)
                    let groupSums = sums + group * groupOutputs
                    var taps = weights + (element * groupInputs * outputs + group * groupOutputs)
                    for input in 0..<groupInputs {
                        let value = pixel[input]
                        for index in 0..<groupOutputs { groupSums[index] += value * taps[index] }
                        taps += outputs
                    }
                }
            }
        }
    }
}

private struct DepthwiseKernel: RealKernel {
    let window: Window
    let images: Operand
    let filter: Operand
    let result: Destination

    func run<Element: RealNumber>(_: Element.Type) {
        let (source, weights) = (images.elements(Element.self), filter.elements(Element.self))
        let output = result.elements(Element.self)
        let (channels, multiplier) = (filter.shape[2], filter.shape[3])
        let outputs = channels * multiplier
        let places = WindowPlaces(window: window, images: images.shape, result: result.shape)
        places.forEach { start, image, row, column in
            let sums = output + start
            sums.update(repeating: 0, count: outputs)
            places.forEachElement(
                height: filter.shape[0], width: filter.shape[1], image: image, row: row,
                column: column
            ) { element, offset in
                let (pixel, taps) = (source + offset, weights + element * outputs)
                if multiplier == 1 {
                    for index in 0..<channels { sums[index] += pixel[index] * taps[index] }
                } else {
                    for index in 0..<outputs {
                        sums[index] += pixel[index / multiplier] * taps[index]
                    }
                }
            }
        }
    }
}
