namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class ExceptionTextTests
{
    [Fact]
    public void An_ordinary_exception_is_told_as_it_tells_itself()
    {
        var exception = Thrown(new InvalidDataException("broken", new FormatException("because")));
        Assert.Equal("broken", ExceptionText.Message(exception));
        Assert.Equal(exception.ToString(), ExceptionText.Details(exception));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_message_that_is_not_there_is_told_as_missing(string? message)
    {
        var exception = new Odd(() => message!, () => null!, () => null!);
        Assert.Equal("(no message)", ExceptionText.Message(exception));
        Assert.Contains("(no message)", ExceptionText.Details(exception), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_throw_are_replaced_each_by_itself()
    {
        static string Fails() => throw new TimeoutException();
        Assert.Equal("(its Message threw System.TimeoutException)", ExceptionText.Message(new Odd(Fails, Fails, Fails)));
        var details = ExceptionText.Details(new Odd(() => "broken", Fails, () => "   at Somewhere()"));
        Assert.Contains("Odd: broken", details, StringComparison.Ordinal);
        Assert.Contains("at Somewhere()", details, StringComparison.Ordinal);
        Assert.Contains(
            "(its StackTrace threw System.TimeoutException)", ExceptionText.Details(new Odd(() => "broken", Fails, Fails)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cause_whose_text_throws_does_not_hide_the_exception()
    {
        static string Fails() => throw new TimeoutException();
        var details = ExceptionText.Details(new InvalidDataException("broken", new Odd(Fails, Fails, Fails)));
        Assert.Contains("System.IO.InvalidDataException: broken", details, StringComparison.Ordinal);
        Assert.Contains("(its Message threw System.TimeoutException)", details, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_causes_within_each_other_do_not_use_the_stack_up()
    {
        Exception exception = new FormatException("the root");
        for (var i = 0; i < 100_000; i++) exception = new InvalidDataException($"number {i}", exception);
        Assert.Equal("number 99999", ExceptionText.Message(exception));
        var details = ExceptionText.Details(exception);
        Assert.Contains("number 99999", details, StringComparison.Ordinal);
        Assert.EndsWith("(more causes)", details, StringComparison.Ordinal);
    }

    [Fact]
    public void Aggregates_within_each_other_do_not_use_the_stack_up()
    {
        Exception exception = new FormatException("the root");
        for (var i = 0; i < 100_000; i++) exception = new AggregateException(exception);
        Assert.Contains("AggregateException", ExceptionText.Message(exception), StringComparison.Ordinal);
        Assert.Contains("AggregateException", ExceptionText.Details(exception), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_thousands_of_causes_beside_each_other_the_first_and_their_number_are_told()
    {
        var exception = new AggregateException(Enumerable.Range(0, 5_000).Select(i => new FormatException(new string('x', 1_000))));
        Assert.Equal("More exceptions than are told here. The first of 5000 is System.FormatException.", ExceptionText.Message(exception));
        Assert.True(ExceptionText.Details(exception).Length < 10_000);
    }

    private static InvalidDataException Thrown(InvalidDataException exception)
    {
        try
        {
            throw exception;
        }
        catch (InvalidDataException e)
        {
            return e;
        }
    }

    private sealed class Odd(Func<string> message, Func<string> text, Func<string> trace) : Exception
    {
        public override string Message => message();

        public override string StackTrace => trace();

        public override string ToString() => text();
    }
}
