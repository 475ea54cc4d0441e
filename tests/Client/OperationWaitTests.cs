using System.Net;
using FlowActors.Client.Operations;

namespace FlowActors.Client.Tests;

/// <summary>Who waits for an operation gets what became of it, whatever becomes of the nodes meanwhile.</summary>
public sealed class OperationWaitTests
{
    private static readonly Operation s_begun = new("job-mine", "checkpoint", "job", Operation.InProgress, DateTimeOffset.UnixEpoch, null, null, null);

    private readonly FakeServer _server = new();

    [Fact]
    public async Task An_operation_may_be_unknown_while_its_coordinator_moves()
    {
        _server.Problem(HttpStatusCode.ServiceUnavailable, "moves").Problem(HttpStatusCode.NotFound, "There is no such operation")
            .Json("""{"id":"job-mine","kind":"checkpoint","job":"job","status":"inProgress","startedAt":"1970-01-01T00:00:00+00:00"}""")
            .Json("""{"id":"job-mine","kind":"checkpoint","job":"job","status":"completed","startedAt":"1970-01-01T00:00:00+00:00","result":{"checkpoint":7}}""");
        Assert.Equal(7, (await _server.Client().WaitForAsync(s_begun, TimeSpan.FromMilliseconds(1))).Result!.Checkpoint);
        Assert.All(_server.Asked, path => Assert.Equal("/flow/operations/job-mine", path));
    }

    [Fact]
    public async Task One_that_stays_unknown_is_given_up_and_one_of_a_job_that_is_not_there_at_once()
    {
        for (var i = 0; i <= 100; i++) _server.Problem(HttpStatusCode.NotFound, "There is no such operation");
        await Assert.ThrowsAsync<FlowActorsClientException>(() => _server.Client().WaitForAsync(s_begun, TimeSpan.Zero));
        Assert.Equal(101, _server.Asked.Count);
        _server.Problem(HttpStatusCode.NotFound, "There is no such job");
        await Assert.ThrowsAsync<FlowActorsClientException>(() => _server.Client().WaitForAsync(s_begun, TimeSpan.Zero));
        Assert.Equal(102, _server.Asked.Count);
    }
}
