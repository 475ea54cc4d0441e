using System.Runtime.CompilerServices;
using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sources;

public sealed class AsyncSequenceSourceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    public async Task All_records_come_in_order(int count)
    {
        async IAsyncEnumerable<int> Numbers()
        {
            for (var i = 0; i < count; i++)
            {
                if (i % 100 == 0) await Task.Yield();
                yield return i;
            }
        }

        using var harness = new SourceHarness<int>(Of(Numbers()));
        Assert.Equal(Enumerable.Range(0, count), await harness.ReadToEndAsync());
    }

    [Fact]
    public async Task Each_attempt_enumerates_anew_and_leaves_nothing_out()
    {
        var enumerated = 0;
        async IAsyncEnumerable<int> Numbers()
        {
            enumerated++;
            await Task.Yield();
            for (var i = 0; i < 5; i++) yield return i;
        }

        var source = Of(Numbers());
        var reader = source.CreateReader();
        var context = new TestOperatorContext { Index = 0 };
        var output = new RecordingOutput<int>(context.Quantum);
        reader.Open(new SourceReaderContext<int>(context, output, new SourceEventTime<int>(context, null, Boundedness.Bounded), () => { }, _ => { }));
        // As it was restored: two records were read before.
        reader.AddSplits([new NumberedSplit("sequence", 2, 1, long.MaxValue)]);
        while (reader.Read() != Progress.Done) await context.WokenAsync();
        reader.Close();
        Assert.Equal([0, 1, 2, 3, 4], output.Values);
        Assert.Equal(1, enumerated);
    }

    [Fact]
    public async Task A_record_is_there_although_the_call_for_the_next_one_blocks()
    {
        var disposed = false;
        async IAsyncEnumerable<int> Blocks()
        {
            try
            {
                yield return 1;
                Thread.Sleep(Timeout.Infinite);
                await Task.Yield();
            }
            finally
            {
                disposed = true;
            }
        }

        var harness = new SourceHarness<int>(Of(Blocks()));
        while (harness.Output.Values.Count == 0)
        {
            if (harness.Poll() == Progress.Waiting && harness.Output.Values.Count == 0) await harness.Context.WokenAsync();
        }

        harness.Dispose();
        Assert.True(disposed);
    }

    [Fact]
    public async Task What_a_sequence_throws_comes_behind_its_records()
    {
        var broken = new InvalidDataException("broken");
        async IAsyncEnumerable<int> Fails()
        {
            for (var i = 0; i < 10; i++) yield return i;
            await Task.Yield();
            throw broken;
        }

        using var harness = new SourceHarness<int>(Of(Fails()));
        Assert.Same(broken, await Assert.ThrowsAsync<InvalidDataException>(harness.ReadToEndAsync));
        Assert.Equal(Enumerable.Range(0, 10), harness.Output.Values);
        Assert.Equal(0, harness.Context.Cursor.ChainIndex);
    }

    [Fact]
    public async Task Closing_cancels_the_token_and_disposes_the_sequence_when_its_call_has_ended()
    {
        var waits = new TaskCompletionSource();
        var disposed = false;
        async IAsyncEnumerable<int> Waits([EnumeratorCancellation] CancellationToken cancelled = default)
        {
            try
            {
                waits.SetResult();
                await Task.Delay(Timeout.Infinite, cancelled);
                yield return 1;
            }
            finally
            {
                await Task.Yield();
                disposed = true;
            }
        }

        var harness = new SourceHarness<int>(Of(Waits()));
        await waits.Task.WaitAsync(Soon);
        harness.Dispose();
        Assert.True(disposed);
    }

    [Fact]
    public async Task The_end_of_the_attempt_cancels_the_token()
    {
        var cancelled = new TaskCompletionSource();
        async IAsyncEnumerable<int> Waits([EnumeratorCancellation] CancellationToken token = default)
        {
            await using var registration = token.Register(cancelled.SetResult);
            await cancelled.Task;
            yield return 1;
        }

        using var harness = new SourceHarness<int>(Of(Waits()));
        harness.Context.Cancel();
        Assert.Equal([1], await harness.ReadToEndAsync());
    }

    private static AsyncSequenceSource<T> Of<T>(IAsyncEnumerable<T> records) => new(records, Boundedness.Unbounded);
}
