namespace FlowActors.Tests.Examples.CommandLine;

public class UsageTests
{
    [Theory]
    [InlineData("unheard", "There is no command 'unheard', only wordcount, nexmark, sensors, deadletters, clicks, rules, demo, checkpoints, job, state, node, savepoint.")]
    [InlineData("--unheard", "'--unheard'")]
    [InlineData("nexmark", "--query")]
    [InlineData("nexmark --query q999", "--query is q999, but must be one of q0, q1, q2, q14, q17, q18, q21, q22, generator.")]
    [InlineData("nexmark --query q0 --rate 0", "--rate is 0, but must be a whole number from 1")]
    [InlineData("nexmark --query q0 --events -1", "--events is -1, but must be a whole number from 0")]
    [InlineData("nexmark --query q0 --events many", "--events is many, but must be a whole number")]
    [InlineData("nexmark --query q0 --parallelism 0", "--parallelism is 0, but must be a whole number from 1 to 32768.")]
    [InlineData("nexmark --query q0 --parallelism 100000", "--parallelism is 100000, but must be a whole number from 1 to 32768.")]
    [InlineData("nexmark --query q0 --source-parallelism 0", "--source-parallelism is 0, but must be a whole number from 1 to 32768.")]
    [InlineData("nexmark --query q0 --source-parallelism 32769", "--source-parallelism is 32769, but must be a whole number from 1 to 32768.")]
    [InlineData("nexmark --query q0 --nodes 0", "--nodes is 0, but must be a whole number from 1 to 64.")]
    [InlineData("nexmark --query q0 --nodes 65", "--nodes is 65, but must be a whole number from 1 to 64.")]
    [InlineData("nexmark --query q0 --state tape", "--state is tape, but must be one of memory")]
    [InlineData("nexmark --query q0 --state-memory 16", "--state-memory is 16, but must be a size from 2MiB to 1024GiB, such as 64MiB, or a number of bytes.")]
    [InlineData("nexmark --query q0 --state-memory 2000GiB", "--state-memory is 2000GiB, but must be a size from 2MiB to 1024GiB, such as 64MiB, or a number of bytes.")]
    [InlineData("wordcount --state tape", "--state is tape, but must be one of memory")]
    [InlineData("wordcount --state-memory much", "--state-memory is much, but must be a size from 2MiB to 1024GiB, such as 64MiB, or a number of bytes: it does not start with a number.")]
    [InlineData("sensors --state tape", "--state is tape, but must be one of memory")]
    [InlineData("sensors --state-memory 16XB", "or a number of bytes: 'XB' is not one of the units B, kB, KiB, MB, MiB, GB, GiB.")]
    [InlineData("sensors --state-memory 16mib", "or a number of bytes: 'mib' is not one of the units B, kB, KiB, MB, MiB, GB, GiB.")]
    [InlineData("sensors --state-memory -5", "--state-memory is -5, but must be a size from 2MiB to 1024GiB, such as 64MiB, or a number of bytes. See")]
    [InlineData("sensors --state-memory 1.5", "or a number of bytes: it has no unit, such as 1.5MiB.")]
    [InlineData("sensors --state-dirs a,,b", "--state-dirs is 'a,,b', but must be names of folders, separated by commas.")]
    [InlineData("deadletters --state tape", "--state is tape, but must be one of memory")]
    [InlineData("clicks --state tape", "--state is tape, but must be one of memory")]
    [InlineData("rules --state tape", "--state is tape, but must be one of memory")]
    [InlineData("rules --state-memory -1", "--state-memory is -1, but must be a size")]
    [InlineData("demo --state tape", "--state is tape, but must be one of memory")]
    [InlineData("demo --http 65536", "--http is 65536, but must be a whole number from 0 to 65535.")]
    [InlineData("demo --rate 0", "--rate is 0, but must be a whole number from 1")]
    [InlineData("nexmark --query q0 --unheard of", "--unheard")]
    [InlineData("nexmark --query generator --output rows", "--output and --explain")]
    [InlineData("nexmark --query generator --explain", "--output and --explain")]
    [InlineData("wordcount --parallelism none", "--parallelism is none, but must be a whole number from 1 to 32768.")]
    [InlineData("wordcount --parallelism 0", "--parallelism is 0, but must be a whole number from 1 to 32768.")]
    [InlineData("wordcount --parallelism 100000", "--parallelism is 100000, but must be a whole number from 1 to 32768.")]
    [InlineData("wordcount --encoding klingon", "--encoding is klingon, but must be one of iso-8859-1, us-ascii, utf-16")]
    [InlineData("wordcount --top -1", "--top is -1, but must be a whole number from 0")]
    [InlineData("wordcount --checkpoint-interval 5", "--checkpoint-interval is 5, but must be a time from 10ms to 1d, such as 1s: it has no unit, such as 5ms.")]
    [InlineData("wordcount --checkpoint-interval 1ms", "--checkpoint-interval is 1ms, but must be a time from 10ms to 1d, such as 1s.")]
    [InlineData("nexmark --query q0 --checkpoint-interval soon", "--checkpoint-interval is soon, but must be a time from 10ms to 1d, such as 1s: it does not start with a number.")]
    [InlineData("nexmark --query q0 --resume", "--resume goes on with the job of a folder: name that with --data.")]
    [InlineData("nexmark --query q0 --stop-after 5", "--stop-after stops with a savepoint: name its folder with --savepoint.")]
    [InlineData("nexmark --query q0 --stop-after 0 --savepoint half", "--stop-after is 0, but must be a whole number from 1")]
    [InlineData("nexmark --query q0 --savepoint-format native", "--savepoint-format is how a savepoint is written: name its folder with --savepoint.")]
    [InlineData("nexmark --query q0 --savepoint half --savepoint-format rocksdb", "--savepoint-format knows no 'rocksdb': say canonical or native.")]
    [InlineData("nexmark --query q0 --drain", "--drain ends the input before a savepoint: name its folder with --savepoint.")]
    [InlineData("nexmark --query q0 --data job --savepoint half", "say after how many.")]
    [InlineData("nexmark --query q0 --data job --repeat 2", "leave --repeat out.")]
    [InlineData("nexmark --query q0 --savepoint half --repeat 1", "leave --repeat out.")]
    [InlineData("nexmark --query q0 --from-savepoint nowhere", "is no folder: name the folder of a savepoint.")]
    [InlineData("nexmark --query generator --data job", "--query generator makes events without a job")]
    [InlineData("wordcount --input - --data job", "do not come again")]
    [InlineData("sensors --sensors 0", "--sensors is 0, but must be a whole number from 1 to 1000.")]
    [InlineData("sensors --readings -1", "--readings is -1, but must be a whole number from 0 to 1000000.")]
    [InlineData("sensors --silence soon", "--silence is soon, but must be a whole number from 1 to 86400.")]
    [InlineData("sensors --seed -1", "--seed is -1, but must be a whole number from 0")]
    [InlineData("deadletters --parallelism 0", "--parallelism is 0, but must be a whole number from 1 to 32768.")]
    [InlineData("clicks --users 1001", "--users is 1001, but must be a whole number from 1 to 1000.")]
    [InlineData("clicks --clicks -1", "--clicks is -1, but must be a whole number from 0 to 1000000.")]
    [InlineData("clicks --patience -1", "--patience is -1, but must be a whole number from 0 to 86400.")]
    [InlineData("rules --accounts 0", "--accounts is 0, but must be a whole number from 1 to 1000.")]
    [InlineData("rules --payments -1", "--payments is -1, but must be a whole number from 0 to 1000000.")]
    [InlineData("checkpoints show nowhere", "There is no folder '")]
    [InlineData("checkpoints list", "Required argument 'DIR|JOB' missing for command: 'list'. See checkpoints list --help.")]
    [InlineData("wordcount --explain picture", "--explain is picture, but must be one of text, mermaid.")]
    public async Task What_is_wrong_is_said_in_one_paragraph_and_the_exit_code_is_1(string commandLine, string expected)
    {
        var (exitCode, output, error) = await Examples.RunAsync(commandLine);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--help", "wordcount --top 10")]
    [InlineData("wordcount --help", "--input <PATH>")]
    [InlineData("nexmark --help", "--group <N>")]
    [InlineData("sensors --help", "--silence <N>")]
    [InlineData("deadletters --help", "--dead-letters <FILE>")]
    [InlineData("clicks --help", "--patience <N>")]
    [InlineData("rules --help", "--accounts <N>")]
    [InlineData("checkpoints --help", "show <DIR|JOB>")]
    public async Task Help_is_there_at_every_level(string commandLine, string expected)
    {
        var (exitCode, output, error) = await Examples.RunAsync(commandLine);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains("For example:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wordcount --explain", "Last Counts")]
    [InlineData("wordcount --explain text", "Last Counts")]
    [InlineData("wordcount --explain mermaid", "flowchart")]
    [InlineData("nexmark --query q17 --explain", "HASH")]
    [InlineData("sensors --explain", "Watch")]
    [InlineData("deadletters --explain", "Dead Letters")]
    [InlineData("clicks --explain", "Enrich")]
    [InlineData("rules --explain", "Apply Rules")]
    public async Task A_jobs_plans_are_shown_instead_of_running_it(string commandLine, string expected)
    {
        var (exitCode, output, error) = await Examples.RunAsync(commandLine);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
