import Tensors

extension JSONWriter {
    /// Writes a tensor as nested lists, or a value alone where it has no dimensions.
    mutating func write(_ tensor: Tensor) {
        text.reserveCapacity(text.count + tensor.elementCount * Self.typicalTextLength)
        switch tensor.elementType {
        case .bool: write(tensor, of: Bool.self)
        case .int8: write(tensor, of: Int8.self)
        case .int16: write(tensor, of: Int16.self)
        case .int32: write(tensor, of: Int32.self)
        case .int64: write(tensor, of: Int64.self)
        case .uint8: write(tensor, of: UInt8.self)
        case .uint16: write(tensor, of: UInt16.self)
        case .uint32: write(tensor, of: UInt32.self)
        case .uint64: write(tensor, of: UInt64.self)
        case .float16: write(tensor, of: Float16.self)
        case .bfloat16: write(tensor, of: BFloat16.self)
        case .float32: write(tensor, of: Float.self)
        case .float64: write(tensor, of: Double.self)
        }
    }

    /// A probability as binary32 text with its comma; more is made room for when needed.
    private static let typicalTextLength = 13

    private mutating func write<Element: JSONPrintable>(_ tensor: Tensor, of: Element.Type) {
        tensor.withElements(of: Element.self) { elements in
            write(elements, dimensions: tensor.shape.dimensions[...])
        }
    }

    private mutating func write<Element: JSONPrintable>(
        _ elements: UnsafeBufferPointer<Element>, dimensions: ArraySlice<Int>
    ) {
        guard let extent = dimensions.first else { return writeRun(elements) }
        write("[")
        let inner = dimensions.dropFirst()
        if inner.isEmpty {
            writeRun(elements)
        } else if extent > 0 {
            let stride = elements.count / extent
            for index in 0..<extent {
                if index > 0 { write(",") }
                let part = elements[index * stride..<(index + 1) * stride]
                write(UnsafeBufferPointer(rebasing: part), dimensions: inner)
            }
        }
        write("]")
    }

    /// Writes values with commas between them, a few kilobytes of text at a time.
    private mutating func writeRun<Element: JSONPrintable>(
        _ elements: UnsafeBufferPointer<Element>
    ) {
        let blockCount = 128
        for start in stride(from: 0, to: elements.count, by: blockCount) {
            let end = min(start + blockCount, elements.count)
            write(upTo: (end - start) * (maximumTextLength + 1)) { memory in
                guard var cursor = memory.baseAddress else { return 0 }
                let first = cursor
                for index in start..<end {
                    if index > 0 {
                        cursor.pointee = UInt8(ascii: ",")
                        cursor += 1
                    }
                    cursor += elements[index].print(to: cursor)
                }
                return cursor - first
            }
        }
    }
}
