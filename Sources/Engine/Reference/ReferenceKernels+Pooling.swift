import Graph
import Tensors

extension ReferenceKernels {
    static func pooling(_ operation: Pooling, _ images: Operand, into result: Destination) {
        PoolingKernel(operation: operation, images: images, result: result)
            .run(for: result.elementType)
    }
}

private struct PoolingKernel: RealKernel {
    let operation: Pooling
    let images: Operand
    let result: Destination

    func run<Element: RealNumber>(_: Element.Type) {
        let source = images.elements(Element.self)
        let output = result.elements(Element.self)
        let channels = result.shape[3]
        let places = WindowPlaces(
            window: operation.window, images: images.shape, result: result.shape)
        let isMaximum = operation.kind == .maximum
        places.forEach { start, image, row, column in
            let values = output + start
            values.update(repeating: isMaximum ? -.infinity : 0, count: channels)
            var count = 0
            places.forEachElement(
                height: operation.size[0], width: operation.size[1], image: image, row: row,
                column: column
            ) { _, offset in
                let pixel = source + offset
                count += 1
                if isMaximum {
                    for channel in 0..<channels {
                        values[channel] =
                            pixel[channel] > values[channel]
                            ? pixel[channel] : values[channel]
                    }
                } else {
                    for channel in 0..<channels { values[channel] += pixel[channel] }
                }
            }
            if !isMaximum {
                let divisor = Element(count)
                for channel in 0..<channels { values[channel] /= divisor }
            }
        }
    }
}
