using System.Runtime.CompilerServices;
using FlowActors.State.Memory.Frozen;

namespace FlowActors.StateBackend.Tests.Memory;

/// <summary>Lists that hand their blocks to each other, against lists that do not.</summary>
public sealed class BlockListTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Lists_of_one_pool_keep_apart_what_is_added_to_them(int seed)
    {
        var random = new Random(seed);
        Check(random, i => i, most: 3_000);
        Check(random, i => new Wide { Number = i }, most: 30);
        Check(random, i => (i, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), most: 3_000);
    }

    private static void Check<T>(Random random, Func<int, T> make, int most)
        where T : struct, IEquatable<T>
    {
        var pool = new Stack<T[]>();
        var lists = Enumerable.Range(0, 4).Select(_ => (Blocks: new BlockList<T>(pool), Plain: new List<T>())).ToList();
        for (var round = 0; round < 60; round++)
        {
            var (blocks, plain) = lists[random.Next(lists.Count)];
            if (random.Next(4) == 0)
            {
                blocks.Clear();
                plain.Clear();
            }

            for (var left = random.Next(3) == 0 ? random.Next(most) : random.Next(12); left > 0; left--)
            {
                var item = make(random.Next());
                blocks.Add(in item);
                plain.Add(item);
            }

            foreach (var (list, expected) in lists)
            {
                Assert.Equal(expected.Count, list.Count);
                Assert.True(Enumerable.Range(0, expected.Count).All(i => expected[i].Equals(list[i])));
                var read = new List<T>();
                while (list.From(read.Count) is { Length: > 0 } next) read.AddRange(next);
                Assert.True(expected.SequenceEqual(read));
            }
        }
    }

    /// <summary>So large that a block holds few of them.</summary>
    [InlineArray(1_000)]
    private struct Wide : IEquatable<Wide>
    {
        private long _first;

        public int Number
        {
            readonly get => (int)_first;
            set => _first = value;
        }

        public readonly bool Equals(Wide other) => Number == other.Number;

        public override readonly bool Equals(object? obj) => obj is Wide other && Equals(other);

        public override readonly int GetHashCode() => Number;
    }
}
