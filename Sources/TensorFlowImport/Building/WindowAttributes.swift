import Graph

extension NodeImport {
    /// How a window of `size` (dilated) moves over `images`, which have the channels last, as
    /// `strides`, `dilations` and `padding` say.
    func window(
        size: [Int], over images: ValueType, _ layout: Layout
    ) throws(ImportError) -> Window {
        let strides = try spatial("strides", layout)
        let dilations =
            attributes.integers("dilations").isEmpty
            ? [1, 1] : try spatial("dilations", layout)
        let padding: [EdgePadding]
        switch attributes.string("padding") ?? "VALID" {
        case "VALID": padding = [.none, .none]
        case "SAME":
            let extents = images.dimensions[1..<3].compactMap(\.fixedExtent)
            guard extents.count == 2 else {
                throw unsupported("height and width of \(images) must be known")
            }
            padding = (0..<2).map { axis in
                Window.samePadding(
                    extent: extents[axis], size: size[axis], stride: strides[axis],
                    dilation: dilations[axis])
            }
        case "EXPLICIT":
            let amounts = attributes.integers("explicit_paddings")
            guard amounts.count == 8, amounts.allSatisfy({ (0...Self.windowLimit).contains($0) })
            else {
                throw unsupported("explicit_paddings must be eight numbers, none negative")
            }
            let edges = stride(from: 0, to: 8, by: 2).map {
                EdgePadding(before: amounts[$0], after: amounts[$0 + 1])
            }
            guard layout.others(edges).allSatisfy({ $0 == .none }) else {
                throw unsupported("explicit_paddings must leave batch and channels alone")
            }
            padding = layout.spatial(edges)
        case let other: throw unsupported("padding \(other)")
        }
        return Window(strides: strides, dilations: dilations, padding: padding)
    }

    /// No image is larger.
    private static let windowLimit = 1 << 24

    /// The height and width entries of an attribute whose others must be 1.
    func spatial(_ name: String, _ layout: Layout) throws(ImportError) -> [Int] {
        let list = attributes.integers(name)
        guard list.count == 4, layout.others(list) == [1, 1],
            list.allSatisfy({ (1...Self.windowLimit).contains($0) })
        else {
            throw unsupported(
                "\(name) \(list) must be four positive numbers, 1 for batch and channels")
        }
        return layout.spatial(list)
    }

    /// The images, with the channels last.
    func images(_ index: Int, _ layout: Layout) throws(ImportError) -> Value {
        guard try type(index).rank == 4 else {
            throw unsupported("the images must have rank 4, given \(try type(index))")
        }
        return try layout.toLast(value(index), self)
    }
}
