using System.Globalization;
using System.Text;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Tests.Threading;
using FlowActors.Threading;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>The text of a record in a failure is short, the same on every machine, and comes whatever the record does.</summary>
public sealed class RecordTextTests
{
    [Theory]
    [InlineData(null, "null")]
    [InlineData("text", "text")]
    [InlineData(-3L, "-3")]
    [InlineData(1.5, "1.5")]
    public void A_record_is_told_by_the_invariant_culture(object? record, string expected)
    {
        CultureInfo.CurrentCulture = WithCommas();
        Assert.Equal(expected, TextOf(record));
    }

    [Fact]
    public void So_are_the_parts_of_a_tuple_and_of_a_record()
    {
        CultureInfo.CurrentCulture = WithCommas();
        Assert.Equal("(1.5, 2.5)", TextOf((1.5, 2.5)));
        Assert.Equal("Reading { Value = 0.5 }", TextOf(new Reading(0.5)));
    }

    [Fact]
    public void A_long_text_is_cut_by_bytes_between_two_characters()
    {
        Assert.Equal(new string('x', RecordText.BytesMax), TextOf(new string('x', RecordText.BytesMax)));
        Assert.Equal(new string('x', RecordText.BytesMax) + "... (1 more characters)", TextOf(new string('x', RecordText.BytesMax + 1)));
        // Four bytes, two chars: 255 of them and one byte before leave three bytes unused.
        var text = TextOf("x" + string.Concat(Enumerable.Repeat("😀", 300)));
        Assert.Equal("x" + string.Concat(Enumerable.Repeat("😀", 255)) + "... (90 more characters)", text);
        Assert.True(Encoding.UTF8.GetByteCount(text) < RecordText.BytesMax + 40);
    }

    [Fact]
    public void A_lone_surrogate_does_not_end_the_text() => Assert.Equal("a\ud800b", TextOf("a\ud800b"));

    [Fact]
    public void A_record_whose_text_throws_or_is_null_is_told_by_its_type()
    {
        Assert.Equal("(a Throws, whose ToString threw NotSupportedException)", TextOf(new Throws()));
        Assert.Equal("", TextOf(new Silent()));
    }

    [Fact]
    public void A_record_whose_text_never_comes_is_told_by_its_type()
    {
        using var blocks = new Blocks();
        Assert.Equal("(a Blocks, whose ToString takes longer than 1 s)", TextOf(blocks));
    }

    [Fact]
    public void A_record_whose_text_no_thread_can_be_had_for_is_told_by_its_type() => Assert.Equal(
        "(a Reading; its text could not be asked for: ThreadLimitException)", RecordText.Of(new Reading(0.5), new HandThreads { Limit = 0 }));

    private static string TextOf(object? record) => RecordText.Of(record, ProcessThreads.Instance);

    private static CultureInfo WithCommas()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        return culture;
    }

    private sealed record Reading(double Value);

    private sealed class Throws
    {
        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class Silent
    {
        public override string? ToString() => null;
    }

    private sealed class Blocks : IDisposable
    {
        private readonly ManualResetEventSlim _never = new();

        public override string ToString()
        {
            _never.Wait();
            return "";
        }

        public void Dispose() => _never.Set();
    }
}
