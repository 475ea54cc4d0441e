using CsCheck;
using FlowActors.State;
using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.StateBackend.Tests.Scans;

/// <summary>Windows and parts of pages against sorted lists.</summary>
public sealed class KeyWindowTests
{
    private static readonly KeyGroupRange s_groups = new(2, 9);

    private static readonly Gen<(int KeyGroup, byte[] Key)[]> s_keys = Gen.Select(Gen.Int[s_groups.Start, s_groups.End], Gen.Byte[0, 3].Array[0, 3]).Array[0, 60];

    [Fact]
    public void Windows_one_behind_the_other_hold_each_key_once_in_order() => Seeded.Check(
        Gen.Select(s_keys, Gen.Bool, Gen.Int[1, 12], Gen.Int[0, 100]),
        script =>
        {
            var (keys, isByKeyGroup, keysMax, keyCount) = script;
            var scan = new StateScan(KeyRange.All.From([0]).Before([3, 1]), isByKeyGroup, Id: 1);
            var found = new List<(int, string)>();
            var windows = 0;
            for (ScanPosition? next = ScanPosition.Start; next is not null; windows++)
            {
                var window = new KeyWindow(scan, next, s_groups, keyCount, keysMax);
                foreach (var (keyGroup, key) in keys)
                {
                    // What is refused once is refused from there on.
                    if (window.Wants(keyGroup) && !window.Add(keyGroup, key)) Assert.False(window.Add(keyGroup, [.. key, 0]));
                }

                Assert.True(window.Finish(new ScanSlice(TimeProvider.System, TimeSpan.FromHours(1))));
                Assert.True(window.Covers(scan, next));
                var held = window.Behind(next).ToList();
                Assert.InRange(held.Count, 0, keysMax);
                found.AddRange(held.Select(h => (h.KeyGroup, Convert.ToHexString(h.Key))));
                next = window.End;
                Assert.True(next is null || !window.Covers(scan, next));
            }

            var expected = keys.Where(k => scan.Keys.Contains(k.Key)).OrderBy(k => scan.Behind(k.KeyGroup, k.Key)).Select(k => (k.KeyGroup, Convert.ToHexString(k.Key)));
            // Of keys that differ by the group alone there is one in a job: the group is that of the key.
            Assert.Equal(isByKeyGroup ? expected.Distinct() : expected.DistinctBy(e => e.Item2).Select(e => (0, e.Item2)), isByKeyGroup ? found : found.Select(f => (0, f.Item2)));
            Assert.InRange(windows, 1, keys.Length + s_groups.Count + 1);
        });

    [Fact]
    public void Of_several_parts_as_much_is_told_as_all_of_them_have_told() => Seeded.Check(
        Gen.Select(Gen.Int[0, 40].Array[0, 40], Gen.Int[1, 4], Gen.Int[1, 9], Gen.Int),
        script =>
        {
            var (numbers, subtasks, limit, seed) = script;
            var random = new Random(seed);
            var limits = new PageLimits(limit, 60, 10);
            var scan = new StateScan(KeyRange.All, IsByKeyGroup: false, Id: 1);
            // Seven is too large for a page; each key lives in one subtask.
            var keys = numbers.Distinct().Order().Select(n => new ScannedKey(n % subtasks, [(byte)n], [new StoredElementBytes([], new byte[n == 7 ? 100 : n % 20])])).ToList();
            var told = new List<int>();
            for (ScanPosition? next = ScanPosition.Start; next is not null;)
            {
                var page = PagePart.Merge(scan, [.. Enumerable.Range(0, subtasks).Select(i => Part(keys.Where(k => k.KeyGroup == i), next))], limits);
                Assert.InRange(page.Keys.Sum(limits.BytesOf), 0, limits.Bytes);
                Assert.InRange(page.Keys.Count, 0, limit);
                if (page.IsTooLarge) Assert.Equal((0, 7), (page.Keys.Count, page.Next!.Key![0]));
                told.AddRange(page.Keys.Select(k => (int)k.Key[0]));
                next = page.Next;
            }

            Assert.Equal(keys.Select(k => (int)k.Key[0]).Where(n => n != 7), told);

            // One may have told of less, or of nothing yet.
            PagePart Part(IEnumerable<ScannedKey> all, ScanPosition after)
            {
                var mine = all.Where(k => after.IsBefore(0, k.Key)).ToList();
                var first = mine.TakeWhile(k => k.Key[0] != 7).Take(random.Next(limit + 1)).ToList();
                if (first.Count == mine.Count) return new PagePart(mine, null, IsTooLarge: false);
                return first.Count == 0 && mine[0].Key[0] == 7
                    ? new PagePart([], scan.Behind(0, mine[0].Key), IsTooLarge: true)
                    : new PagePart(first, first.Count == 0 ? after : scan.Behind(0, first[^1].Key), IsTooLarge: false);
            }
        });

    [Fact]
    public void Positions_lie_in_the_order_of_group_and_key()
    {
        ScanPosition[] ordered = [new(0, null), new(0, []), new(0, [0]), new(0, [0, 0]), new(0, [1]), new(1, null), new(1, [0]), new(2, [])];
        for (var a = 0; a < ordered.Length; a++)
        {
            for (var b = 0; b < ordered.Length; b++)
            {
                Assert.Equal(Math.Sign(a.CompareTo(b)), Math.Sign(ordered[a].CompareTo(ordered[b])));
                if (ordered[b].Key is { } key) Assert.Equal(a < b, ordered[a].IsBefore(ordered[b].KeyGroup, key));
            }
        }
    }
}
