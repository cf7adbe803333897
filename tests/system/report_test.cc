#include "poise_test.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

class ReportTest : public PoiseTest {
 protected:
  std::vector<std::string> names_in(const fs::path& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
    return names;
  }

  void expect_refused(Words words, int status, const std::string& what) const {
    words.insert(words.begin(), "report");
    const Finished finished = run(words);
    EXPECT_EQ(finished.status, status) << finished.err;
    EXPECT_THAT(finished.err, AllOf(StartsWith("poise: "), HasSubstr(what)));
    EXPECT_EQ(lines_in(finished.err), 1) << finished.err;
  }
};

TEST_F(ReportTest, IsThereForEveryExercise) {
  for (const auto& exercise : json_of({"exercises"})) {
    const std::string id = exercise["id"];
    record(id + "?reps=2&hold_s=4", {"--seconds", "12"});
    const fs::path out = path(id + ".pdf");
    const Finished finished = run({"report", "last", "--out", out.string()});
    EXPECT_EQ(finished.status, 0) << id << ": " << finished.err;
    const std::string pdf = read_text(out);
    EXPECT_THAT(pdf, StartsWith("%PDF-")) << id;
    EXPECT_LT(pdf.size(), 300'000) << id;
  }
}

TEST_F(ReportTest, ReplacesTheFileThatItIsGivenAndIsTheSameAgain) {
  record("squat?reps=2", {"--reps", "2"});
  const fs::path out = path("report.pdf");
  write_text(out, "old");
  ASSERT_EQ(run({"report", "last", "--out", out.string()}).status, 0);
  const std::string once = read_text(out);
  EXPECT_THAT(once, StartsWith("%PDF-"));
  ASSERT_EQ(run({"report", "last", "--out", out.string()}).status, 0);
  EXPECT_EQ(read_text(out), once);
  EXPECT_THAT(names_in(path(".")), ::testing::Not(::testing::Contains(HasSubstr(".part"))));
}

TEST_F(ReportTest, IsAPictureWhereThePictureIsAskedFor) {
  record("squat?reps=2", {"--reps", "2"});
  const fs::path out = path("page.PNG");
  ASSERT_EQ(run({"report", "last", "--out", out.string(), "--for", "athlete"}).status, 0);
  EXPECT_THAT(read_text(out), StartsWith("\x89PNG"));
}

TEST_F(ReportTest, SaysAsJsonWhatItWrote) {
  record("squat?reps=2", {"--reps", "2"});
  const Json written = json_of({"report", "last", "--out", path("r.pdf").string(), "--for", "professional"});
  ASSERT_EQ(written.size(), 1);
  EXPECT_EQ(written[0]["session"], sessions()[0]["id"]);
  EXPECT_EQ(written[0]["file"], path("r.pdf").string());
  EXPECT_EQ(written[0]["pages"], 2);
}

TEST_F(ReportTest, OfManySessionsIsAFileASession) {
  record("squat?reps=2", {"--reps", "2", "--athlete", "heron"});
  record("bridge?reps=2", {"--reps", "2", "--athlete", "kite"});
  record("squat?reps=2&seed=2", {"--reps", "2", "--athlete", "heron"});
  std::vector<std::string> ids;
  for (const auto& session : sessions()) ids.push_back(session["id"]);
  EXPECT_EQ(run({"report", "--athlete", "heron", "--out", path("heron").string()}).status, 0);
  EXPECT_THAT(names_in(path("heron")), UnorderedElementsAre(ids[0] + ".pdf", ids[2] + ".pdf"));
  EXPECT_EQ(run({"report", "--all", "--for", "athlete", "--out", path("all").string()}).status, 0);
  EXPECT_THAT(names_in(path("all")), UnorderedElementsAre(ids[0] + "-athlete.pdf", ids[1] + "-athlete.pdf",
                                                          ids[2] + "-athlete.pdf"));
}

TEST_F(ReportTest, OfManySessionsGoesOnWhereOneCannotBeReported) {
  record("squat?reps=2", {"--reps", "2"});
  const std::string id = sessions()[0]["id"];
  const Finished finished = run({"report", "nobody", id, "--out", path("some").string()});
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.err, AllOf(HasSubstr("poise: nobody: there is no such session"),
                                  HasSubstr("1 of 2 reports are in")));
  EXPECT_THAT(names_in(path("some")), UnorderedElementsAre(id + ".pdf"));
}

TEST_F(ReportTest, IsRefusedWhenTheWordsAreWrong) {
  record("squat?reps=2", {"--reps", "2"});
  const std::string pdf = path("r.pdf").string();
  expect_refused({"--out", pdf}, 2, "say which session");
  expect_refused({"last", "--all", "--out", path("r").string()}, 2, "not more than one of them");
  expect_refused({"last", "--out", pdf, "--for", "dog"}, 2, "not for \"dog\"");
  expect_refused({"last", "--out", path("r.docx").string()}, 2, "a report is a .pdf or a .png");
  expect_refused({"last", "last", "--out", pdf}, 2, "several reports go into a folder");
  expect_refused({"last"}, 2, "--out");
  EXPECT_FALSE(fs::exists(pdf));
}

TEST_F(ReportTest, IsRefusedWithOneLineAndNothingWritten) {
  const fs::path pdf = path("r.pdf");
  expect_refused({"last", "--out", pdf.string()}, 1, "there is no session yet");
  expect_refused({"--all", "--out", path("all").string()}, 1, "there is no session yet");
  record("squat?reps=2", {"--reps", "2"});
  expect_refused({"nobody", "--out", pdf.string()}, 1, "there is no such session");
  expect_refused({"--athlete", "nobody", "--out", path("all").string()}, 1, "there is no session of nobody");
  expect_refused({"last", "--out", path("no/such/folder/r.pdf").string()}, 1, "cannot be written");
  EXPECT_FALSE(fs::exists(pdf));
  EXPECT_FALSE(fs::exists(path("all")));
}

TEST_F(ReportTest, OfAnEmptySessionIsRefusedAndLeavesTheFileThatWasThere) {
  const fs::path pdf = path("r.pdf");
  record("squat?drop_at_s=0", {"--seconds", "2"});  // the mat is gone before its first sample
  write_text(pdf, "mine");
  expect_refused({"last", "--out", pdf.string()}, 1, "has no samples, so there is nothing to report");
  EXPECT_EQ(read_text(pdf), "mine");
}

}  // namespace
}  // namespace poise::testing
