using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Api;

/// <summary>What the compiler says to functions that nobody would wait for.</summary>
public class AsyncLambdaTests
{
    [Theory]
    [InlineData("stream.ForEach(async x => { await Task.Yield(); });")]
    [InlineData("stream.ForEach(async x => await Save(x));")]
    [InlineData("stream.ForEach(async x => await SaveAndCount(x));")]
    [InlineData("stream.ForEach(async x => { await Task.Yield(); return 5; });")]
    [InlineData("stream.ForEach(x => Save(x));")]
    [InlineData("stream.ForEach(x => SaveAndCount(x));")]
    [InlineData("stream.ForEach(x => SaveFast(x));")]
    [InlineData("stream.ForEach(x => CountFast(x));")]
    [InlineData("stream.ForEach(x => Several(x));")]
    [InlineData("stream.ForEach(Save);")]
    [InlineData("stream.ForEach(SaveAndCount);")]
    [InlineData("stream.ForEach(SaveFast);")]
    [InlineData("stream.ForEach(async delegate(int x) { await Task.Yield(); });")]
    public void ForEach_with_a_function_that_nobody_would_wait_for_does_not_compile_and_says_what_to_write(string statement) =>
        Assert.Contains("error CS0619", Says(statement, "ForEach takes a synchronous function", "GetAwaiter().GetResult()", "Blocking()"), StringComparison.Ordinal);

    [Theory]
    [InlineData("stream.FlatMap<string>(async (x, output) => { await Task.Yield(); output.Collect(\"\"); });")]
    [InlineData("stream.FlatMap(async (int x, Collector<string> output) => { await Task.Yield(); output.Collect(\"\"); });")]
    [InlineData("stream.FlatMap<string>((x, output) => Emit(x, output));")]
    [InlineData("stream.FlatMap<string>(Emit);")]
    [InlineData("stream.FlatMap(async x => { await Task.Yield(); return new List<int>(); });")]
    [InlineData("stream.FlatMap<int>(async x => { await Task.Yield(); throw new Exception(); });")]
    [InlineData("stream.FlatMap(x => SaveAndCount(x));")]
    [InlineData("stream.FlatMap(x => CountFast(x));")]
    [InlineData("stream.FlatMap(x => Several(x));")]
    public void FlatMap_with_a_function_that_nobody_would_wait_for_does_not_compile_and_says_what_to_write(string statement) =>
        Assert.Contains("error CS0619", Says(statement, "FlatMap takes a synchronous function", "GetAwaiter().GetResult()", "Blocking()"), StringComparison.Ordinal);

    [Theory]
    [InlineData("stream.ForEach(x => throw new Exception());", "(Action<T>)(value => throw ...)")]
    [InlineData("stream.ForEach(x => { while (true) { } });", "(Action<T>)")]
    [InlineData("stream.FlatMap<string>((x, output) => throw new Exception());", "(Action<TIn, Collector<TOut>>)")]
    public void A_lambda_that_only_throws_is_told_the_cast_that_it_needs(string statement, string cast) => Says(statement, cast);

    [Theory]
    [InlineData("stream.ForEach((Action<int>)(x => throw new Exception()));")]
    [InlineData("stream.ForEach(x => { if (x > 0) throw new Exception(); });")]
    [InlineData("stream.ForEach(x => Seen.Add(x));")]
    [InlineData("stream.ForEach(Console.WriteLine);")]
    [InlineData("stream.ForEach(delegate { });")]
    [InlineData("stream.ForEach(x => Save(x).GetAwaiter().GetResult());")]
    [InlineData("stream.FlatMap<string>((Action<int, Collector<string>>)((x, output) => throw new Exception()));")]
    [InlineData("stream.FlatMap((int x, Collector<string> output) => output.Collect(\"\"));")]
    [InlineData("stream.FlatMap<string>(EmitNow);")]
    [InlineData("stream.FlatMap(x => new[] { x });")]
    [InlineData("stream.FlatMap(x => \"a b\".Split(' '));")]
    [InlineData("stream.FlatMap<int>(x => [x]);")]
    [InlineData("stream.FlatMap<int>(x => throw new Exception());")]
    [InlineData("stream.Map<int>(x => throw new Exception());")]
    public void A_synchronous_function_compiles(string statement) => Assert.Empty(Snippet.Errors(statement));

    [Theory]
    [InlineData("stream.Filter(async x => { await Task.Yield(); return true; });")]
    [InlineData("stream.WriteAsText(\"out\", async x => { await Task.Yield(); return \"\"; });")]
    public void A_function_whose_result_is_fixed_cannot_be_asynchronous(string statement) => Assert.NotEmpty(Snippet.Errors(statement));

    [Fact]
    public void A_keyed_process_function_has_one_Open_and_no_other_to_override()
    {
        const string Function = """
            class F : KeyedProcessFunction<int, int, int>
            {
                public override void Open(CONTEXT context) { }
                public override void ProcessElement(int value, IKeyedProcessContext<int> context, Collector<int> output) { }
            }
            """;
        Assert.Empty(Snippet.Errors("", Function.Replace("CONTEXT", "IKeyedRuntimeContext", StringComparison.Ordinal)));
        Assert.Contains(
            "no suitable method found to override",
            Assert.Single(Snippet.Errors("", Function.Replace("CONTEXT", "IRuntimeContext", StringComparison.Ordinal))),
            StringComparison.Ordinal);
    }

    private static string Says(string statement, params string[] texts)
    {
        var error = Assert.Single(Snippet.Errors(statement));
        foreach (var text in texts) Assert.Contains(text, error, StringComparison.Ordinal);
        return error;
    }
}
