using System.Globalization;
using FlowActors.Sinks;

namespace FlowActors.Tests.Sinks;

/// <summary>The text of records on a machine that writes numbers and dates in its own way.</summary>
public sealed class LinesTests : IDisposable
{
    private readonly OtherCulture _here = new();

    public void Dispose() => _here.Dispose();

    public static TheoryData<object?, string> Records => new()
    {
        { 1.5, "1.5" },
        { -1, "-1" },
        { 1.5m, "1.5" },
        { new DateTime(2024, 2, 1), "02/01/2024 00:00:00" },
        { (1.5, "t"), "(1.5, t)" },
        { Tuple.Create(1.5, -2), "(1.5, -2)" },
        { new Point(1.5, -2), "Point { X = 1.5, Y = -2 }" },
        { new Place("here", new Point(0.5, null), new DateOnly(2024, 2, 1)), "Place { Name = here, At = Point { X = 0.5, Y =  }, On = 02/01/2024 }" },
        { KeyValuePair.Create((0.5, 1), new Point(2.5, 3)), "[(0.5, 1), Point { X = 2.5, Y = 3 }]" },
        { new { Price = 1.5m }, "{ Price = 1.5 }" },
        { new Own(), "1.5" },
        { null, "null" },
        { "1,5", "1,5" },
    };

    [Theory]
    [MemberData(nameof(Records), DisableDiscoveryEnumeration = true)]
    public void Everything_is_written_by_the_invariant_culture_and_the_threads_own_stays(object? record, string text)
    {
        Assert.Equal("1,5", $"{1.5}");
        Assert.Equal(text, Lines.Format(record));
        Assert.Same(_here.Culture, CultureInfo.CurrentCulture);
    }

    [Fact]
    public void The_type_of_a_record_makes_no_difference()
    {
        Assert.Equal("(1.5, -1)", Lines.Format((1.5, -1)));
        Assert.Equal("1.5", Lines.Format<double?>(1.5));
        Assert.Equal("null", Lines.Format<double?>(null));
    }

    [Fact]
    public void A_record_that_cannot_be_written_leaves_the_threads_culture_too()
    {
        Assert.Throws<NotSupportedException>(() => Lines.Format(new Silent()));
        Assert.Same(_here.Culture, CultureInfo.CurrentCulture);
    }

    private sealed record Point(double X, int? Y);

    private sealed record Place(string Name, Point At, DateOnly On);

    private sealed class Own : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => $"{1.5}";
    }

    private sealed class Silent
    {
        public override string ToString() => throw new NotSupportedException();
    }
}
