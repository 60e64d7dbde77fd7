import Tensors

/// A copy of elements whose places in the source and in the target have fixed distances along each
/// of some dimensions.
///
/// Prepared once and run without allocating. Neighbouring dimensions that can be copied as one are
/// merged.
struct StridedCopy: Sendable {
    private struct Level {
        var extent: Int
        var source: Int
        var target: Int
    }

    private let levels: [Level]
    private let sourceStart: Int
    private let targetStart: Int

    /// Makes a copy; strides and starts are in elements.
    init(
        _ extents: [Int], from sourceStrides: [Int], sourceStart: Int = 0,
        to targetStrides: [Int], targetStart: Int = 0
    ) {
        var levels: [Level] = []
        for (axis, extent) in extents.enumerated() where extent != 1 {
            let level = Level(
                extent: extent, source: sourceStrides[axis], target: targetStrides[axis])
            if let last = levels.last, last.source == level.source * extent,
                last.target == level.target * extent
            {
                levels[levels.count - 1] = Level(
                    extent: last.extent * extent, source: level.source, target: level.target)
            } else {
                levels.append(level)
            }
        }
        if levels.isEmpty { levels = [Level(extent: 1, source: 1, target: 1)] }
        self.levels = levels
        self.sourceStart = sourceStart
        self.targetStart = targetStart
    }

    /// Copies elements of a width.
    func run(from source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, width: Int) {
        switch width {
        case 1: run(UInt8.self, source, target)
        case 2: run(UInt16.self, source, target)
        case 4: run(UInt32.self, source, target)
        default: run(UInt64.self, source, target)
        }
    }

    @inline(__always)
    private func run<Element: FixedWidthInteger>(
        _: Element.Type, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer
    ) {
        levels.withUnsafeBufferPointer { levels in
            copy(
                levels, 0, source.assumingMemoryBound(to: Element.self) + sourceStart,
                target.assumingMemoryBound(to: Element.self) + targetStart)
        }
    }

    private func copy<Element: FixedWidthInteger>(
        _ levels: UnsafeBufferPointer<Level>, _ depth: Int, _ source: UnsafePointer<Element>,
        _ target: UnsafeMutablePointer<Element>
    ) {
        let level = levels[depth]
        switch levels.count - depth {
        case 1:
            if level.source == 1, level.target == 1 {
                target.update(from: source, count: level.extent)
            } else {
                for index in 0..<level.extent {
                    target[index * level.target] = source[index * level.source]
                }
            }
        case 2 where levels[depth + 1].source != 1:
            copyTiles(level, levels[depth + 1], source, target)
        default:
            for index in 0..<level.extent {
                copy(
                    levels, depth + 1, source + index * level.source,
                    target + index * level.target)
            }
        }
    }

    /// Copies two dimensions in small squares, so that the cache lines of neither side are fetched
    /// again and again.
    private func copyTiles<Element: FixedWidthInteger>(
        _ outer: Level, _ inner: Level, _ source: UnsafePointer<Element>,
        _ target: UnsafeMutablePointer<Element>
    ) {
        let side = 16
        for row in stride(from: 0, to: outer.extent, by: side) {
            let rows = min(side, outer.extent &- row)
            for column in stride(from: 0, to: inner.extent, by: side) {
                let columns = min(side, inner.extent &- column)
                let from = source + (row &* outer.source &+ column &* inner.source)
                let to = target + (row &* outer.target &+ column &* inner.target)
                for i in 0..<rows {
                    var (x, y) = (from + i &* outer.source, to + i &* outer.target)
                    for _ in 0..<columns {
                        y.pointee = x.pointee
                        x += inner.source
                        y += inner.target
                    }
                }
            }
        }
    }
}
