import Testing

@testable import Engine

@Suite("a cache of recent entries")
struct RecentCacheTests {
    @Test("the entry unused for longest is forgotten")
    func forgets() {
        var cache = RecentCache<Int, String>(capacity: 2)
        cache.insert("one", for: 1)
        cache.insert("two", for: 2)
        #expect(cache.value(for: 1) == "one")
        cache.insert("three", for: 3)
        #expect(cache.value(for: 2) == nil)
        #expect(cache.value(for: 1) == "one")
        #expect(cache.value(for: 3) == "three")
        #expect(cache.count == 2)
    }

    @Test("an entry inserted again replaces the one before and forgets no other")
    func replaces() {
        var cache = RecentCache<Int, String>(capacity: 2)
        cache.insert("one", for: 1)
        cache.insert("two", for: 2)
        cache.insert("uno", for: 1)
        #expect(cache.value(for: 1) == "uno")
        #expect(cache.value(for: 2) == "two")
    }
}
