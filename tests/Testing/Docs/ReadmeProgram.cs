using FlowActors;

// As in the program of a user, no namespace of FlowActors is there but what is named above.
namespace Application;

public sealed class ReadmeProgram
{
    [Fact]
    public async Task The_program_of_the_first_page_counts_words()
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync();
        var env = host.CreateEnvironment();
        var results = env.FromElements("to be", "or not", "to be")
            .FlatMap(line => line.Split(' '))
            .KeyBy(word => word)
            .Count()
            .Collect();
        var job = await env.ExecuteAsync("word count");
        await job.WaitForEndAsync();
        foreach (var (word, count) in results.Values) Console.WriteLine($"{word} {count}");

        Assert.Equal(["be 1", "be 2", "not 1", "or 1", "to 1", "to 2"], results.Values.Select(r => $"{r.Key} {r.Value}").Order(StringComparer.Ordinal));
    }
}
