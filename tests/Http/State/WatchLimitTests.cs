using System.Net;

namespace FlowActors.Http.Tests.State;

/// <summary>How many streams there may be.</summary>
public sealed class WatchLimitTests
{
    [Fact]
    public async Task Who_is_one_too_many_is_told_to_come_again()
    {
        await using var served = await ServedHost.StartAsync(
            () => new WatchedJob(new Steps { Value = 1 }, "memory", TimeSpan.Zero), configuration: "flowactors.http.watchers-max = 2, flowactors.http.requests-max = 1");
        const string Path = "/jobs/the%20job/state/value/2/watch";
        await served.UntilAsync("/jobs/the%20job/state/value/2", json => json.GetProperty("value").GetInt64() == 1);
        var first = await EventStream.OpenAsync(served.Http, Path);
        await using var second = await EventStream.OpenAsync(served.Http, Path);
        using (var third = await served.Http.GetAsync(Path))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (third.StatusCode, third.Headers.RetryAfter?.Delta));
            Assert.Contains("flowactors.http.watchers-max", await third.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        // Streams are no requests under way.
        Assert.Equal(HttpStatusCode.OK, (await served.GetAsync("/jobs/the%20job/state/value/2")).Status);

        // What is refused takes no place.
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.BadRequest, (await served.GetAsync("/jobs/the%20job/state/value/x/watch")).Status);
        await first.DisposeAsync();
        while (true)
        {
            using var again = await served.Http.GetAsync(Path, HttpCompletionOption.ResponseHeadersRead);
            if (again.IsSuccessStatusCode) return;
        }
    }
}
