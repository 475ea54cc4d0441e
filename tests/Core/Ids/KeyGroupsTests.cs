using CsCheck;
using FlowActors.Tests.Serialization;

namespace FlowActors.Tests.Ids;

/// <summary>Vectors of Apache Flink's rules, KeyGroupRangeAssignment and MathUtils.</summary>
public sealed class KeyGroupsTests
{
    [Theory]
    [InlineData(0, 94)]
    [InlineData(1, 86)]
    [InlineData(2, 127)]
    [InlineData(42, 29)]
    [InlineData(-1, 80)]
    [InlineData(99162322, 35)]
    public void A_hash_has_the_group_that_it_has_in_Flink(int hash, int group) => Assert.Equal(group, KeyGroups.Assign(hash, 128));

    [Fact]
    public void Murmur_is_Flinks() => Assert.Equal(68075478, KeyGroups.Murmur(1));

    [Fact]
    public void Murmur_of_many_codes_is_that_of_each()
    {
        int[] edges = [0, 1, -1, int.MinValue, int.MinValue + 1, int.MaxValue];
        Seeded.Check(Gen.Int.Array[0, 70], codes => CheckMurmur([.. edges, .. codes]));
        CheckMurmur([]);
    }

    [Theory]
    [InlineData(0, 0, 42)]
    [InlineData(1, 43, 85)]
    [InlineData(2, 86, 127)]
    public void Three_subtasks_split_128_groups_as_in_Flink(int subtask, int start, int end) =>
        Assert.Equal(new KeyGroupRange(start, end), KeyGroups.RangeOf(subtask, 128, 3));

    [Theory]
    [InlineData(1, 128)]
    [InlineData(85, 128)]
    [InlineData(86, 256)]
    [InlineData(170, 256)]
    [InlineData(171, 256)]
    [InlineData(172, 512)]
    [InlineData(21_845, 32_768)]
    [InlineData(32_768, 32_768)]
    public void The_default_max_parallelism_is_Flinks(int parallelism, int expected) =>
        Assert.Equal(expected, KeyGroups.DefaultMaxParallelism(parallelism));

    [Fact]
    public void Every_group_has_one_owner_whose_range_contains_it()
    {
        var gen = Gen.Int[1, 3_000].SelectMany(max => Gen.Int[1, max].Select(parallelism => (max, parallelism)));
        Seeded.Check(gen, CheckOwners, 300);
    }

    private static void CheckMurmur(int[] codes)
    {
        var murmured = codes.ToArray();
        KeyGroups.Murmur(murmured);
        Assert.Equal(codes.Select(code => KeyGroups.Murmur(code)), murmured);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(32_768, 1)]
    [InlineData(32_768, 32_768)]
    [InlineData(32_768, 32_767)]
    public void The_bounds_are_no_exception(int max, int parallelism) => CheckOwners((max, parallelism));

    [Fact]
    public void Every_hash_has_a_group_within_the_bounds()
    {
        Seeded.Check(
            Gen.Int.Select(Gen.Int[1, 32_768]),
            pair => Assert.InRange(KeyGroups.Assign(pair.Item1, pair.Item2), 0, pair.Item2 - 1));
        Assert.InRange(KeyGroups.Assign(int.MinValue, 128), 0, 127);
        Assert.InRange(KeyGroups.Assign(int.MaxValue, 128), 0, 127);
    }

    [Fact]
    public void An_empty_range_contains_nothing()
    {
        var range = new KeyGroupRange(5, 4);
        Assert.Equal(0, range.Count);
        Assert.False(range.Contains(4));
        Assert.False(range.Contains(5));
    }

    private static void CheckOwners((int Max, int Parallelism) sizes)
    {
        var (max, parallelism) = sizes;
        var next = 0;
        for (var subtask = 0; subtask < parallelism; subtask++)
        {
            var range = KeyGroups.RangeOf(subtask, max, parallelism);
            Assert.Equal(next, range.Start);
            Assert.True(range.Count >= max / parallelism);
            for (var group = range.Start; group <= range.End; group++) Assert.Equal(subtask, KeyGroups.OwnerOf(group, max, parallelism));
            next = range.End + 1;
        }

        Assert.Equal(max, next);
    }
}
