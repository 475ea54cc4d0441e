using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.StateBackend.Tests.Tables;

public sealed class KeyRangeTests
{
    private static readonly byte[][] Places = [[], [0], [0, 255], [1], [1, 0], [1, 7, 9], [1, 255, 255], [2], [254, 255], [255], [255, 0], [255, 255], [255, 255, 3]];

    private static readonly byte[][] Bounds = [[], [0], [1], [1, 7], [1, 255], [2, 3], [255], [255, 255]];

    [Fact]
    public void A_bound_counts_what_begins_with_it_as_one()
    {
        Assert.All(Bounds, bound => AssertHolds(KeyRange.All.From(bound), place => IsNotBefore(place, bound)));
        Assert.All(Bounds, bound => AssertHolds(KeyRange.All.Before(bound), place => !IsNotBefore(place, bound)));
        Assert.All(Bounds, bound => AssertHolds(KeyRange.All.UpTo(bound), place => !IsNotBefore(place, bound) || place.AsSpan().StartsWith(bound)));
        Assert.All(Bounds, bound => AssertHolds(KeyRange.All.Behind(bound), place => IsNotBefore(place, bound) && !place.AsSpan().StartsWith(bound)));
        Assert.All(Bounds, bound => AssertHolds(KeyRange.All.BeginsWith(bound), place => place.AsSpan().StartsWith(bound)));
    }

    [Fact]
    public void A_range_that_is_narrowed_holds_what_both_hold_in_whatever_order()
    {
        foreach (var (a, b) in Bounds.SelectMany(a => Bounds.Select(b => (a, b))))
        {
            AssertHolds(KeyRange.All.From(a).Before(b), place => IsNotBefore(place, a) && !IsNotBefore(place, b));
            AssertHolds(KeyRange.All.Before(b).From(a), place => IsNotBefore(place, a) && !IsNotBefore(place, b));
            AssertHolds(KeyRange.All.BeginsWith(a).Behind(b), place => place.AsSpan().StartsWith(a) && KeyRange.All.Behind(b).Contains(place));
            AssertHolds(KeyRange.All.From(a).From(b), place => IsNotBefore(place, a) && IsNotBefore(place, b));
            AssertHolds(KeyRange.All.UpTo(a).UpTo(b), place => KeyRange.All.UpTo(a).Contains(place) && KeyRange.All.UpTo(b).Contains(place));
        }
    }

    [Fact]
    public void A_reading_goes_on_within_the_map_of_its_first_place_only()
    {
        var range = KeyRange.All.BeginsWith([1]).Behind([1, 7, 9], [5, 255]);
        Assert.True(range.BeginsInMap);
        Assert.True(range.Contains([1, 7, 9]));
        Assert.False(range.Contains([1, 7, 8]));
        Assert.Equal([6], range.FirstMapKeyAt([1, 7, 9]).ToArray());
        Assert.Empty(range.FirstMapKeyAt([1, 8, 9]).ToArray());
        Assert.False(range.From([1, 8]).BeginsInMap);
        Assert.False(KeyRange.All.Behind([1], [255, 255]).Contains([1]));
        Assert.Equal([6], range.From([1, 7, 9]).FirstMapKeyAt([1, 7, 9]).ToArray());
    }

    [Fact]
    public void Texts_begin_with_what_their_bytes_begin_with()
    {
        var keys = SerializerRegistry.Default.GetKey<string>();
        string[] texts = ["", "a", "a\0", "a\0b", "a\u0001", "ab", "\0", "\u0001", "\u0002", "\u00ff", "\uffff", "\ud83d\ude00", "\ud83d\ude00x", "\ud83d"];
        foreach (var prefix in texts)
        {
            var range = KeyRange.All.BeginsWith(KeyBytes.OfTextsFrom(keys, prefix));
            Assert.Equal(texts.Where(t => IsPrefix(prefix, t)), texts.Where(t => range.Contains(KeyBytes.Of(keys, t))));
        }

        // Half of a pair is no beginning of the pair.
        static bool IsPrefix(string prefix, string text) => text.StartsWith(prefix, StringComparison.Ordinal) && (prefix != "\ud83d" || text == prefix);
    }

    private static bool IsNotBefore(byte[] place, byte[] bound) => place.AsSpan().SequenceCompareTo(bound) >= 0;

    private static void AssertHolds(KeyRange range, Func<byte[], bool> holds)
    {
        Assert.Equal(Places.Where(holds), Places.Where(p => range.Contains(p)));
        if (range.IsEmpty) Assert.DoesNotContain(Places, p => holds(p));
        // Behind a prefix the same places lie between the two ends.
        byte[] prefix = [9, 255];
        byte[] first = [.. prefix, .. range.First];
        var end = range.EndBehind(prefix);
        Assert.Equal(Places.Where(holds), Places.Where(p => IsNotBefore([.. prefix, .. p], first) && !IsNotBefore([.. prefix, .. p], end)));
    }
}
