extension BandMaker {
    /// The bands with which the fewest bytes come from beyond the caches, in order of steps.
    ///
    /// Only for images that overflow a core's share of the common cache too: what merely overflows
    /// the core's own was measured to run as fast without.
    func bands(_ policy: PlanPolicy) -> [Band] {
        // The least cost of the steps up to each index, and the band that ends there.
        var best: [(cost: Int, band: Band?)] = [(0, nil)]
        for end in 1...max(1, steps.count) where end <= steps.count {
            let alone = steps[end - 1].map { excess($0.imageByteCount, policy) } ?? 0
            best.append((best[end - 1].cost + alone, nil))
            for start in stride(from: end - 2, through: max(0, end - Self.mostSteps), by: -1) {
                guard steps[start] != nil, steps[end - 1] != nil else { break }
                // Bands are for what does not stay in the cache anyway.
                guard
                    steps[start..<end].allSatisfy({ step in
                        step.map { excess($0.imageByteCount, policy) > 0 } == true
                    }), let (band, cost) = cheapest(start..<end, policy)
                else { continue }
                if best[start].cost + cost < best[end].cost {
                    best[end] = (best[start].cost + cost, band)
                }
            }
        }
        var bands: [Band] = []
        var end = steps.count
        while end > 0 {
            if let band = best[end].band { bands.append(band) }
            end = best[end].band?.steps.lowerBound ?? end - 1
        }
        return bands.reversed()
    }

    /// More steps in a band seldom pay and take long to try.
    private static let mostSteps = 8

    /// The bytes of what does not stay in the caches.
    private func excess(_ byteCount: Int, _ policy: PlanPolicy) -> Int {
        max(0, byteCount - policy.cache.shared)
    }

    /// The band with the highest stripes that fit the cache, and what it costs.
    private func cheapest(_ range: Range<Int>, _ policy: PlanPolicy) -> (Band, cost: Int)? {
        guard let height = steps[range.upperBound - 1]?.height else { return nil }
        var parts = 2
        while height / parts >= policy.leastLines {
            let lines = (height + parts - 1) / parts
            guard let band = band(range, lines: lines) else { return nil }
            if band.workingByteCount <= policy.cache.shared / 4 {
                let calls = (band.stripes.count - 1) * range.count
                let cost = excess(band.outerByteCount, policy) + calls * policy.callByteCount
                // What saves less than a fifth is not worth its kernels, which take time to make.
                return (band, cost / 4 * 5)
            }
            parts = parts < 4 ? parts + 1 : parts * 5 / 4
        }
        return nil
    }
}
