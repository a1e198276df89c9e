
# ---- how each kind of step is made

STAGE_STAMPS  := $(STAGES:%=build/.%)
FIGURE_STAMPS := $(FIGURES:%=build/.figure_%)

# A stamp whose files are gone is no stamp. What a step read, of the project, is in build/.STEP.d.
$(shell rm -f $(MISSING))
-include $(wildcard build/.*.d)

.PHONY: paper figures results tables
paper: build/.paper
figures: $(FIGURE_STAMPS)
results: build/.results
tables: $(STAGE_STAMPS)

$(STAGE_STAMPS): build/.%:
	@$(TOPOI) tables $* --stamp $@
$(TABLE_FILES): ;
$(PARAMETER_FILES): build/study.mk
	@test -e $@ || $(TOPOI) rules
$(FIGURE_STAMPS): build/.figure_%:
	@$(TOPOI) figures $* --stamp $@
build/.results:
	@$(TOPOI) results --stamp $@
build/.paper: paper/paper.typ $(wildcard paper/*.bib) build/.results $(FIGURE_STAMPS)
	@$(TOPOI) paper --stamp $@
