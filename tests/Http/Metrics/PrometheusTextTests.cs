using FlowActors.Http.Metrics;

namespace FlowActors.Http.Tests.Metrics;

/// <summary>The text format, version 0.0.4, by its rules: https://prometheus.io/docs/instrumenting/exposition_formats.</summary>
public sealed class PrometheusTextTests
{
    [Fact]
    public void A_family_is_told_in_one_go_with_its_help_and_its_type()
    {
        var counter = new MetricFamily("flowactors.numRecordsIn", null, IsCounter: true) { Samples = { Sample(1), Sample(2, ("subtask", 0)), Sample(3, ("subtask", 1), ("node", "a:1")) } };
        var gauge = new MetricFamily("flowactors.rocksdb.block-cache", "Bytes of \"it\",\nin C:\\cache.", IsCounter: false) { Samples = { Sample(0.5) } };
        Assert.Equal(
            """
            # TYPE flowactors_numRecordsIn counter
            flowactors_numRecordsIn 1
            flowactors_numRecordsIn{subtask="0"} 2
            flowactors_numRecordsIn{subtask="1",node="a:1"} 3
            # HELP flowactors_rocksdb_block_cache Bytes of "it",\nin C:\\cache.
            # TYPE flowactors_rocksdb_block_cache gauge
            flowactors_rocksdb_block_cache 0.5

            """,
            PrometheusText.Write([counter, gauge]),
            ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a \"quoted\" name", """a \"quoted\" name""")]
    [InlineData("C:\\new\nline", """C:\\new\nline""")]
    [InlineData("{braces}, = and #", "{braces}, = and #")]
    [InlineData("größe ☃", "größe ☃")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData(12_345_678L, "12345678")]
    public void Values_of_labels_are_escaped(object? value, string written) =>
        Assert.Equal($"# TYPE m gauge\nm{{l=\"{written}\"}} 1\n", PrometheusText.Write([new MetricFamily("m", null, false) { Samples = { Sample(1, ("l", value)) } }]));

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(-9223372036854775808.0, "-9.223372036854776E+18")]
    [InlineData(1e-300, "1E-300")]
    [InlineData(0.1, "0.1")]
    [InlineData(9007199254740991.0, "9007199254740991")]
    public void Numbers_are_those_that_Go_reads(double value, string written) =>
        Assert.Equal($"# TYPE m gauge\nm {written}\n", PrometheusText.Write([new MetricFamily("m", null, false) { Samples = { Sample(value) } }]));

    [Fact]
    public void Of_two_samples_with_the_same_labels_one_is_told()
    {
        var family = new MetricFamily("m", null, false) { Samples = { Sample(1, ("l", "a")), Sample(2, ("l", "b")), Sample(3, ("l", "a")) } };
        Assert.Equal("# TYPE m gauge\nm{l=\"a\"} 1\nm{l=\"b\"} 2\n", PrometheusText.Write([family]));
    }

    [Fact]
    public void Names_that_are_written_alike_are_one_family()
    {
        var families = new[] { "a.b", "a-b", "1st" }.Select(n => new MetricFamily(n, null, IsCounter: true) { Samples = { Sample(1, ("x-y", 1)) } });
        Assert.Equal("# TYPE a_b counter\na_b{x_y=\"1\"} 1\n# TYPE _1st counter\n_1st{x_y=\"1\"} 1\n", PrometheusText.Write(families));
    }

    private static MetricSample Sample(double value, params (string Name, object? Value)[] tags) => new([.. tags.Select(t => KeyValuePair.Create(t.Name, t.Value))], value);
}
