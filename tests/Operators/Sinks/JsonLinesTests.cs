using System.Text.Json;
using FlowActors.Sinks;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks;

/// <summary>The documented shapes of JSON lines; they do not depend on the machine's culture.</summary>
public sealed class JsonLinesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_dates_and_text_have_their_documented_shapes()
    {
        using var culture = new OtherCulture();
        var all = new All(
            long.MaxValue, 1.50m, double.NaN, float.NegativeInfinity, 0.1, "ä\"\n\U0001F600<", null, DayOfWeek.Tuesday, [1, 2],
            new DateTime(2024, 2, 29, 13, 5, 6, DateTimeKind.Utc), new DateTimeOffset(2024, 2, 29, 13, 5, 6, TimeSpan.FromHours(2)));
        Assert.Equal(
            """{"Long":9223372036854775807,"Decimal":1.50,"NaN":"NaN","Low":"-Infinity","Tenth":0.1,"Text":"ä\"\n\uD83D\uDE00<","Nothing":null,"Day":2,"Bytes":"AQI=","Utc":"2024-02-29T13:05:06Z","Offset":"2024-02-29T13:05:06+02:00"}""",
            Lines(null, all).Single());
    }

    [Fact]
    public void Tuples_and_plain_values_are_lines_too()
    {
        Assert.Equal("""{"Item1":1,"Item2":"a"}""", Lines(null, (1, "a")).Single());
        Assert.Equal(["1", "2"], Lines(null, 1, 2));
        Assert.Equal(["null"], Lines<string?>(null, [null]));
    }

    [Fact]
    public void Options_rule_the_shape_but_not_the_line()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true };
        Assert.Equal("""{"key":"a","value":1}""", Lines(options, KeyValuePair.Create("a", 1)).Single());
    }

    [Fact]
    public void What_a_converter_writes_raw_stays_on_its_line()
    {
        var options = new JsonSerializerOptions { Converters = { new RawConverter() } };
        Assert.Equal(["""{ "a":1,"b":"\n"  }"""], Lines(options, new Uri("http://a")));
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_whole()
    {
        var text = new string('x', 200_000);
        Assert.Equal([$"\"{text}\"", "\"y\""], Lines(null, text, "y"));
    }

    [Fact]
    public void A_type_that_the_options_do_not_know_is_refused()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine() };
        var env = new StreamExecutionEnvironment(new Graph.JobSettings());
        var e = Assert.Throws<JobValidationException>(() => env.FromElements((1, "a")).WriteAsJsonLines("out", options));
        Assert.Contains("cannot be written as JSON", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_refused_with_the_methods_to_take()
    {
        File.WriteAllText(_folder["out"], "");
        var folder = new TextFolderSink<int>(_folder["out"], () => new JsonRows<int>(JsonRowOptions.Default), LineSinkNames.Json);
        var e = Assert.Throws<JobValidationException>(() => folder.Validate(1));
        Assert.Contains("WriteAsJsonLines writes a folder", e.Message, StringComparison.Ordinal);
        Assert.Contains("use WriteAsJsonLinesFile", e.Message, StringComparison.Ordinal);
    }

    private string[] Lines<T>(JsonSerializerOptions? options, params T[] values)
    {
        var lined = options is null ? JsonRowOptions.Default : JsonRowOptions.Lined(options);
        using (var harness = new SinkHarness<T>(new TextFileSink<T>(_folder["out.jsonl"], () => new JsonRows<T>(lined), LineSinkNames.Json)))
            harness.Write(0, values).EndInput().Finish();
        return File.ReadAllLines(_folder["out.jsonl"]);
    }

    private sealed record All(
        long Long, decimal Decimal, double NaN, float Low, double Tenth, string Text, string? Nothing, DayOfWeek Day, byte[] Bytes, DateTime Utc, DateTimeOffset Offset);

    private sealed class RawConverter : System.Text.Json.Serialization.JsonConverter<Uri>
    {
        public override Uri Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options) => writer.WriteRawValue("{\n\"a\":1,\"b\":\"\\n\"\r\n}");
    }
}
