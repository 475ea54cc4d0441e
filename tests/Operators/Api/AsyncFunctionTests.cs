using System.Linq.Expressions;
using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Sinks;
using FlowActors.Sources;

namespace FlowActors.Tests.Api;

/// <summary>What slips past the compiler is refused when the graph is built.</summary>
public class AsyncFunctionTests
{
    private readonly StreamExecutionEnvironment _env = new(new JobSettings());

    private DataStream<int> Numbers => _env.FromElements(1, 2);

    [Fact]
    public void A_method_that_is_async_void() => Refused("'ForEach'", "async void", () => Numbers.ForEach(SaveLater));

    [Fact]
    public void A_delegate_that_was_made_elsewhere()
    {
        Action<int> save = async _ => await Task.Yield();
        Refused("'save'", "async void", () => Numbers.ForEach(save).WithName("save"));
    }

    [Fact]
    public void A_delegate_of_a_delegate()
    {
        Action<int> save = SaveLater;
        Refused("'ForEach'", "async void", () => Numbers.ForEach(new Action<int>(save.Invoke)));
    }

    [Fact]
    public void One_of_several_delegates_in_one()
    {
        Action<int> both = _ => { };
        both += SaveLater;
        both += _ => { };
        Refused("'ForEach'", "async void", () => Numbers.ForEach(both));
    }

    [Fact]
    public void A_flatMap_with_a_collector()
    {
        Action<int, Collector<int>> emit = async (value, output) =>
        {
            await Task.Yield();
            output.Collect(value);
        };
        Refused("'FlatMap'", "async void", () => Numbers.FlatMap(emit).Discard());
    }

    [Fact]
    public void A_map_that_gives_a_task() => Refused("'later'", "its function gives System.Threading.Tasks.Task<System.Int32>, which is the promise of a value, as an async function gives it", () =>
        Numbers.Map(async x =>
        {
            await Task.Yield();
            return x;
        }).WithName("later").Discard());

    [Fact]
    public void A_map_that_gives_a_task_which_nobody_takes() => Refused("'Map'", "async function", () =>
    {
        var numbers = Numbers;
        numbers.Map(async _ => await Task.Yield());
        numbers.Discard();
    });

    [Fact]
    public void A_map_that_gives_a_value_task() => Refused("'Map'", "async function", () => Numbers.Map(x => new ValueTask<int>(x)).Discard());

    [Fact]
    public void A_map_that_gives_something_else_to_await() =>
        Refused("'Map'", "async function", () => Numbers.Map(_ => Task.CompletedTask.ConfigureAwait(false)).Discard());

    [Fact]
    public void A_map_that_gives_an_asynchronous_sequence() =>
        Refused("'Map'", "asynchronous sequence, which nobody enumerates", () => Numbers.Map(_ => Several()).Discard());

    [Fact]
    public void A_flatMap_that_gives_a_sequence_of_tasks() => Refused("'FlatMap'", "its results are System.Threading.Tasks.Task<System.Int32>, which", () =>
        Numbers.FlatMap(x => new[] { Task.FromResult(x) }).Discard());

    [Fact]
    public void A_generator() => Refused("'Generator Source'", "async function", () => _env.Generate(2, i => Task.FromResult(i)).Discard());

    [Fact]
    public void A_collection_of_tasks() => Refused("'Collection Source'", "async function", () => _env.FromElements(Task.FromResult(1)).Discard());

    [Fact]
    public void An_aggregate_whose_accumulator_is_a_task() => Refused("'Aggregate'", "async function", () =>
        Numbers.KeyBy(x => x).Aggregate(() => Task.FromResult(0), async (sum, x) => await sum + x, (_, _) => 1).Discard());

    [Fact]
    public void An_aggregate_function_whose_accumulator_is_a_task() => Refused("'Aggregate'", "works with System.Threading.Tasks.Task<System.Int32>", () =>
        Numbers.KeyBy(x => x).Aggregate(new LateSum()).Discard());

    [Fact]
    public void An_aggregate_function_that_nobody_would_open() =>
        Refused("'Aggregate'", "is a RichFunction, which nobody opens", () => Numbers.KeyBy(x => x).Aggregate(new RichSum()).Discard());

    [Fact]
    public void A_key_that_is_a_task() => Assert.Contains(
        "async function",
        Assert.Throws<JobValidationException>(() => Numbers.KeyBy(async x =>
        {
            await Task.Yield();
            return x;
        })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_sink_whose_check_is_async_void() => Refused("'Sink'", "method Validate of", () => Numbers.SinkTo(new LateSink()));

    [Fact]
    public void A_source_whose_check_is_async_void() => Refused("'late'", "method Validate of", () => _env.FromSource(new LateSource(), "late").Discard());

    [Fact]
    public void Synchronous_functions_of_every_make_are_taken()
    {
        Action<int> one = _ => { };
        one += new Action<int>(one.Invoke);
        Expression<Func<int, int>> tree = x => x + 1;
        Numbers.Map(tree.Compile()).ForEach(one);
        Assert.Equal(3, _env.BuildGraph("job").Nodes.Count);
    }

    [Fact]
    public void The_refused_overloads_throw_for_those_who_get_past_the_compiler()
    {
        var refused = typeof(DataStream<int>).GetMethods().Concat(typeof(DataStreamSinks).GetMethods())
            .Where(m => m.IsDefined(typeof(ObsoleteAttribute), inherit: false)).ToList();
        Assert.Equal(9, refused.Count);
        foreach (var method in refused)
        {
            var arguments = method.IsStatic ? new object?[] { Numbers, null } : [null];
            var closed = method.MakeGenericMethod([.. method.GetGenericArguments().Select(_ => typeof(int))]);
            var thrown = Assert.Throws<System.Reflection.TargetInvocationException>(() => closed.Invoke(method.IsStatic ? null : Numbers, arguments));
            Assert.IsType<NotSupportedException>(thrown.InnerException);
        }
    }

    private static async void SaveLater(int value) => await Task.Yield();

    private static async IAsyncEnumerable<int> Several()
    {
        await Task.Yield();
        yield return 1;
    }

    private void Refused(string named, string reason, Action build)
    {
        build();
        var message = Assert.Throws<JobValidationException>(() => _env.BuildGraph("job")).Message;
        Assert.StartsWith($"Operator {named} of job 'job' cannot run: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private sealed class LateSum : IAggregateFunction<int, Task<int>, int>
    {
        public Task<int> CreateAccumulator() => Task.FromResult(0);

        public async Task<int> Add(int value, Task<int> accumulator) => await accumulator + value;

        public int GetResult(Task<int> accumulator) => accumulator.Result;

        public Task<int> Merge(Task<int> first, Task<int> second) => first;
    }

    private sealed class RichSum : RichFunction, IAggregateFunction<int, int, int>
    {
        public int CreateAccumulator() => 0;

        public int Add(int value, int accumulator) => accumulator + value;

        public int GetResult(int accumulator) => accumulator;

        public int Merge(int first, int second) => first + second;
    }

    private sealed class LateSink : Sink<int>
    {
        public override async void Validate(int parallelism) => await Task.Yield();

        public override SinkWriter<int> CreateWriter() => throw new InvalidOperationException("Nothing runs here.");
    }

    private sealed class LateSource : Source<int, NumberedSplit>
    {
        public override Boundedness Boundedness => Boundedness.Bounded;

        public override async void Validate() => await Task.Yield();

        public override SplitEnumerator<NumberedSplit> CreateEnumerator() => throw new InvalidOperationException("Nothing runs here.");

        public override SourceReader<int, NumberedSplit> CreateReader() => throw new InvalidOperationException("Nothing runs here.");
    }
}
